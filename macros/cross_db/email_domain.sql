{% macro email_domain(expression) -%}
    nullif(lower(trim(split_part({{ expression }}, '@', 2))), '')
{%- endmacro %}
