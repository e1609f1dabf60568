{% macro greatest_of(expressions) -%}
    {{ return(adapter.dispatch('greatest_of', 'bellwether')(expressions)) }}
{%- endmacro %}

{#- True wherever a null argument makes the whole null: each expression stands for itself, else for one of the others. -#}
{% macro default__greatest_of(expressions) -%}
    greatest(
        {%- for expression in expressions -%}
            coalesce({{ (expressions[loop.index0:] + expressions[:loop.index0]) | join(', ') }})
            {{- ', ' if not loop.last }}
        {%- endfor -%}
    )
{%- endmacro %}

{% macro duckdb__greatest_of(expressions) -%}
    greatest({{ expressions | join(', ') }})
{%- endmacro %}

{% macro postgres__greatest_of(expressions) -%}
    greatest({{ expressions | join(', ') }})
{%- endmacro %}

{% macro spark__greatest_of(expressions) -%}
    greatest({{ expressions | join(', ') }})
{%- endmacro %}

{% macro snowflake__greatest_of(expressions) -%}
    greatest_ignore_nulls({{ expressions | join(', ') }})
{%- endmacro %}
