{% macro mid_rank(n_below, n_equal, n_peers) -%}
    cast(2 * {{ n_below }} + {{ n_equal }} as {{ type_double() }}) / nullif(2 * {{ n_peers }}, 0)
{%- endmacro %}
