{% macro snake_case(expression) -%}
    {{ return(adapter.dispatch('snake_case', 'bellwether')(expression)) }}
{%- endmacro %}

{% macro default__snake_case(expression) -%}
    nullif(trim(regexp_replace(lower({{ expression }}), '[^a-z0-9]+', '_', 'g'), '_'), '')
{%- endmacro %}
