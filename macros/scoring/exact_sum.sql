{% macro exact_sum(expression) -%}
    cast(sum(cast({{ expression }} as {{ type_decimal(28, 12) }})) as {{ type_double() }})
{%- endmacro %}
