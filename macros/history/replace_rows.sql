{#- A reader finds a snapshot as it was or as it is, never half of it. -#}
{% macro replace_rows(arguments, is_replaced) -%}
    {%- set condition -%}
    {{ is_replaced }}
        or target_rows.snapshot_week not in (
            select snapshot_weeks.snapshot_week
            from {{ relation_of('int_snapshot_weeks') }} as snapshot_weeks
        )
    {%- endset -%}
    {{ replace_where(
        arguments['target_relation'],
        arguments['temp_relation'],
        arguments['dest_columns'] | map(attribute='name'),
        condition,
        'snapshot_week',
    ) }}
{%- endmacro %}
