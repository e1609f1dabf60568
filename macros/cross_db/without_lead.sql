{% macro without_lead(expression, lead) -%}
    substr({{ expression }}, {{ lead | length + 1 }})
{%- endmacro %}
