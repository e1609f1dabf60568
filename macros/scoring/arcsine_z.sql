{#- Where events are rare, shares lean to one side and their arcsines hardly do; 3/8 is Anscombe's correction near 0 and 1. -#}
{% macro arcsine_z(one, n_one, other, n_other) -%}
    2 * (
        asin(sqrt(least(1, greatest(0, ({{ one }}) * {{ n_one }} + 0.375) / ({{ n_one }} + 0.75))))
        - asin(sqrt(least(1, greatest(0, ({{ other }}) * {{ n_other }} + 0.375) / ({{ n_other }} + 0.75))))
    ) / sqrt(1 / ({{ n_one }} + 0.5) + 1 / ({{ n_other }} + 0.5))
{%- endmacro %}
