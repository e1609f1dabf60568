{#- floor(5 m) in whole numbers: a double could fall on the wrong side of a fifth. -#}
{% macro quintile_points(n_below, n_equal, n_peers) -%}
    {%- set fifths = '5 * (2 * ' ~ n_below ~ ' + ' ~ n_equal ~ ')' -%}
    {%- set whole = '2 * ' ~ n_peers -%}
    case
        when {{ n_peers }} > 0
            then cast(
                least(
                    5,
                    1 + ({{ fifths }} - mod({{ fifths }}, nullif({{ whole }}, 0))) / nullif({{ whole }}, 0)
                ) as {{ type_double() }}
            )
    end
{%- endmacro %}
