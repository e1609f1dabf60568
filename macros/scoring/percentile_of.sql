{% macro percentile_of(value, partition_by='', scale=100) -%}
    case
        when {{ value }} is not null
            then
                {{ percentile_score(
                    peers_below(value, partition_by),
                    peers_equal(value, partition_by),
                    peers_counted(value, partition_by),
                    scale,
                ) }}
    end
{%- endmacro %}
