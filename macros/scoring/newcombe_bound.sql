{#- Newcombe's interval of a difference (his method 10), from each share's own interval. -#}
{% macro newcombe_bound(one, one_bound, other, other_bound, side) -%}
    ({{ one }}) - ({{ other }}) {{ '-' if side == 'lower' else '+' }} sqrt(
        (({{ one }}) - ({{ one_bound }})) * (({{ one }}) - ({{ one_bound }}))
        + (({{ other }}) - ({{ other_bound }})) * (({{ other }}) - ({{ other_bound }}))
    )
{%- endmacro %}
