{% macro quintile_of(value, partition_by='') -%}
    case
        when {{ value }} is not null
            then
                {{ quintile_points(
                    peers_below(value, partition_by),
                    peers_equal(value, partition_by),
                    peers_counted(value, partition_by),
                ) }}
    end
{%- endmacro %}
