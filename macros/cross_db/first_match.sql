{% macro first_match(expression, pattern) -%}
    {{ return(adapter.dispatch('first_match', 'bellwether')(expression, pattern)) }}
{%- endmacro %}

{% macro default__first_match(expression, pattern) -%}
    nullif(regexp_extract({{ expression }}, '{{ pattern }}', 1), '')
{%- endmacro %}

{% macro postgres__first_match(expression, pattern) -%}
    nullif(substring({{ expression }} from '{{ pattern }}'), '')
{%- endmacro %}
