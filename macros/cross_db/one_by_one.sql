{#- Statements of a hook, run in their order. -#}
{% macro one_by_one(statements) -%}
    {{ return(adapter.dispatch('one_by_one', 'bellwether')(statements)) }}
{%- endmacro %}

{% macro default__one_by_one(statements) -%}
    {{ statements | join(';\n') }}
{%- endmacro %}

{#- There a call takes one statement: the hook runs the last one itself. -#}
{% macro spark__one_by_one(statements) -%}
    {%- for sql in statements[:-1] -%}
        {%- do run_query(sql) -%}
    {%- endfor -%}
    {{ statements[-1] }}
{%- endmacro %}
