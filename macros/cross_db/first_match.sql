{% macro first_match(expression, pattern) -%}
    {{ return(adapter.dispatch('first_match', 'bellwether')(expression, pattern)) }}
{%- endmacro %}

{% macro default__first_match(expression, pattern) -%}
    nullif(regexp_extract({{ expression }}, {{ pattern_text(pattern) }}, 1), '')
{%- endmacro %}

{% macro postgres__first_match(expression, pattern) -%}
    nullif(substring({{ expression }} from {{ pattern_text(pattern) }}), '')
{%- endmacro %}

{% macro redshift__first_match(expression, pattern) -%}
    nullif(regexp_substr({{ expression }}, {{ pattern_text(pattern) }}, 1, 1, 'e'), '')
{%- endmacro %}

{% macro snowflake__first_match(expression, pattern) -%}
    nullif(regexp_substr({{ expression }}, {{ pattern_text(pattern) }}, 1, 1, 'e', 1), '')
{%- endmacro %}

{% macro bigquery__first_match(expression, pattern) -%}
    nullif(regexp_extract({{ expression }}, {{ pattern_text(pattern) }}), '')
{%- endmacro %}
