{% macro points_text(expression) -%}
    cast(cast({{ round_to(expression, 1) }} as {{ type_decimal(18, 1) }}) as {{ type_text() }})
{%- endmacro %}
