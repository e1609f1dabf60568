{% macro quintile_of(value, partition_by='', better_when='higher') -%}
    {%- set ranked = rankable(value, better_when) -%}
    case
        when {{ value }} is not null
            then
                {{ quintile_points(
                    peers_below(ranked, partition_by),
                    peers_equal(ranked, partition_by),
                    peers_counted(ranked, partition_by),
                ) }}
    end
{%- endmacro %}
