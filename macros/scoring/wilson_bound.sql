{#- Wilson's interval of a share: it stays within 0 and 1 and holds for few observations too. -#}
{% macro wilson_bound(share, n, z, side) -%}
    (
        ({{ share }}) + ({{ z }}) * ({{ z }}) / (2 * ({{ n }}))
        {{ '-' if side == 'lower' else '+' }} ({{ z }}) * sqrt(
            {{ greatest_of(['(' ~ share ~ ') * (1 - (' ~ share ~ '))', '0']) }} / ({{ n }})
            + ({{ z }}) * ({{ z }}) / (4 * ({{ n }}) * ({{ n }}))
        )
    ) / (1 + ({{ z }}) * ({{ z }}) / ({{ n }}))
{%- endmacro %}
