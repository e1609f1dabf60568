{#- The rows of a table, called `target_rows` in the condition, are gone. -#}
{% macro delete_rows(relation, condition) -%}
    {{ return(adapter.dispatch('delete_rows', 'bellwether')(relation, condition)) }}
{%- endmacro %}

{% macro default__delete_rows(relation, condition) -%}
    delete from {{ relation }} as target_rows
    where {{ condition }}
{%- endmacro %}

{#- There it has no name of its own. -#}
{% macro redshift__delete_rows(relation, condition) -%}
    delete from {{ relation }}
    where {{ condition | replace('target_rows.', relation ~ '.') }}
{%- endmacro %}
