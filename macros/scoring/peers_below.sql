{#- Nulls stand last, so none of them is below a value. -#}
{% macro peers_below(value, partition_by='') -%}
    (rank() over (
        {{ 'partition by ' ~ partition_by if partition_by }}
        order by {{ round_score(value) }} asc nulls last
    ) - 1)
{%- endmacro %}
