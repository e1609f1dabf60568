{% macro email_domain(expression) -%}
    nullif(lower(trim({{ part_of(expression, '@', 2) }})), '')
{%- endmacro %}
