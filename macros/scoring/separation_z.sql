{#- A claim holds by rows and by columns: two accounts, both gone, are many of two, few of all. -#}
{% macro separation_z(worse, n_worse, better, n_better) -%}
    {%- set left_worse = '(' ~ worse ~ ') * ' ~ n_worse -%}
    {%- set left_all = '(' ~ left_worse ~ ' + (' ~ better ~ ') * ' ~ n_better ~ ')' -%}
    {%- set stayed_worse = '(1 - (' ~ worse ~ ')) * ' ~ n_worse -%}
    {%- set stayed_all = '(' ~ stayed_worse ~ ' + (1 - (' ~ better ~ ')) * ' ~ n_better ~ ')' -%}
    {{ least_of([
        arcsine_z(worse, n_worse, better, n_better),
        arcsine_z(
            left_worse ~ ' / nullif(' ~ left_all ~ ', 0)',
            left_all,
            stayed_worse ~ ' / nullif(' ~ stayed_all ~ ', 0)',
            stayed_all,
        ),
    ]) }}
{%- endmacro %}
