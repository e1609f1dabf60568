{% macro percentile_score(n_below, n_equal, n_peers, scale) -%}
    {{ scale }} * {{ mid_rank(n_below, n_equal, n_peers) }}
{%- endmacro %}
