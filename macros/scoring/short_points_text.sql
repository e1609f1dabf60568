{% macro short_points_text(expression) -%}
    replace({{ points_text(expression) }}, '.0', '')
{%- endmacro %}
