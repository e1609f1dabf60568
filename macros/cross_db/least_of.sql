{% macro least_of(expressions) -%}
    {{ return(adapter.dispatch('least_of', 'bellwether')(expressions)) }}
{%- endmacro %}

{#- True wherever a null argument makes the whole null: each expression stands for itself, else for one of the others. -#}
{% macro default__least_of(expressions) -%}
    least(
        {%- for expression in expressions -%}
            coalesce({{ (expressions[loop.index0:] + expressions[:loop.index0]) | join(', ') }})
            {{- ', ' if not loop.last }}
        {%- endfor -%}
    )
{%- endmacro %}

{% macro duckdb__least_of(expressions) -%}
    least({{ expressions | join(', ') }})
{%- endmacro %}

{% macro postgres__least_of(expressions) -%}
    least({{ expressions | join(', ') }})
{%- endmacro %}

{% macro spark__least_of(expressions) -%}
    least({{ expressions | join(', ') }})
{%- endmacro %}

{% macro snowflake__least_of(expressions) -%}
    least_ignore_nulls({{ expressions | join(', ') }})
{%- endmacro %}
