{% macro peers_equal(value, partition_by='') -%}
    count({{ value }}) over (
        partition by {{ partition_by ~ ', ' if partition_by }}{{ round_score(value) }}
    )
{%- endmacro %}
