{% macro points_text(expression) -%}
    cast(cast({{ round_to(expression, 1) }} as decimal(18, 1)) as text)
{%- endmacro %}
