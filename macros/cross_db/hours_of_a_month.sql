{% macro hours_of_a_month() -%}
    cast(730.5 as {{ type_double() }})
{%- endmacro %}
