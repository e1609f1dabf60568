{% macro raw_text(expression, kind) -%}
    {{ return(adapter.dispatch('raw_text', 'bellwether')(expression, kind)) }}
{%- endmacro %}

{% macro default__raw_text(expression, kind) -%}
    cast({{ utc_time(expression) if kind == 'timestamptz' else expression }} as {{ type_text() }})
{%- endmacro %}

{#- There every timestamp has a zone and says so in its text. -#}
{% macro bigquery__raw_text(expression, kind) -%}
    cast({{ 'cast(' ~ expression ~ ' as datetime)' if kind == 'timestamp' else expression }} as string)
{%- endmacro %}
