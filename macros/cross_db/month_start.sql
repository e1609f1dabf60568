{% macro month_start(expression) -%}
    {{ return(adapter.dispatch('month_start', 'bellwether')(expression)) }}
{%- endmacro %}

{% macro default__month_start(expression) -%}
    cast(date_trunc('month', {{ expression }}) as date)
{%- endmacro %}

{% macro bigquery__month_start(expression) -%}
    date_trunc(cast({{ expression }} as date), month)
{%- endmacro %}
