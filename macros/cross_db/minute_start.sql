{% macro minute_start(expression) -%}
    {{ return(adapter.dispatch('minute_start', 'bellwether')(expression)) }}
{%- endmacro %}

{% macro default__minute_start(expression) -%}
    date_trunc('minute', {{ expression }})
{%- endmacro %}

{% macro bigquery__minute_start(expression) -%}
    datetime_trunc({{ expression }}, minute)
{%- endmacro %}
