{#- Where events are rare, shares lean to one side and their arcsines hardly do; 3/8 is Anscombe's correction near 0 and 1. -#}
{% macro arcsine_z(one, n_one, other, n_other) -%}
    {%- set one_events = greatest_of(['0', '(' ~ one ~ ') * ' ~ n_one ~ ' + 0.375']) -%}
    {%- set other_events = greatest_of(['0', '(' ~ other ~ ') * ' ~ n_other ~ ' + 0.375']) -%}
    2 * (
        asin(sqrt({{ least_of(['1', one_events ~ ' / (' ~ n_one ~ ' + 0.75)']) }}))
        - asin(sqrt({{ least_of(['1', other_events ~ ' / (' ~ n_other ~ ' + 0.75)']) }}))
    ) / sqrt(1 / ({{ n_one }} + 0.5) + 1 / ({{ n_other }} + 0.5))
{%- endmacro %}
