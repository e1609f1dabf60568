{% macro round_to(expression, digits) -%}
    cast(round(cast({{ expression }} as decimal(28, 9)), {{ digits }}) as {{ type_double() }})
{%- endmacro %}
