{% macro replace_matches(expression, pattern, replacement) -%}
    {{ return(adapter.dispatch('replace_matches', 'bellwether')(expression, pattern, replacement)) }}
{%- endmacro %}

{% macro default__replace_matches(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, {{ pattern_text(pattern) }}, '{{ replacement }}')
{%- endmacro %}

{#- Without the flag only the first one. -#}
{% macro duckdb__replace_matches(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, {{ pattern_text(pattern) }}, '{{ replacement }}', 'g')
{%- endmacro %}

{% macro postgres__replace_matches(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, {{ pattern_text(pattern) }}, '{{ replacement }}', 'g')
{%- endmacro %}

{% macro redshift__replace_matches(expression, pattern, replacement) -%}
    regexp_replace({{ expression }}, {{ pattern_text(pattern) }}, '{{ replacement }}')
{%- endmacro %}
