{#- floor(5 m) in whole numbers: a double could fall on the wrong side of a fifth. -#}
{% macro quintile_points(n_below, n_equal, n_peers) -%}
    {%- set fifths = '5 * (2 * ' ~ n_below ~ ' + ' ~ n_equal ~ ')' -%}
    {%- set whole = '2 * ' ~ n_peers -%}
    {%- set fifth -%}
        1 + ({{ fifths }} - mod({{ fifths }}, nullif({{ whole }}, 0))) / nullif({{ whole }}, 0)
    {%- endset -%}
    case
        when {{ n_peers }} > 0
            then cast({{ least_of(['5', fifth]) }} as {{ type_double() }})
    end
{%- endmacro %}
