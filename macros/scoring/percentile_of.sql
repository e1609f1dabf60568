{% macro percentile_of(value, partition_by='', scale=100, better_when='higher') -%}
    {%- set ranked = rankable(value, better_when) -%}
    case
        when {{ value }} is not null
            then
                {{ percentile_score(
                    peers_below(ranked, partition_by),
                    peers_equal(ranked, partition_by),
                    peers_counted(ranked, partition_by),
                    scale,
                ) }}
    end
{%- endmacro %}
