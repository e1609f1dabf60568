{#- A reader finds a snapshot as it was or as it is, never half of it. Not every adapter says which columns. -#}
{% macro replace_rows(arguments, is_replaced) -%}
    {%- set target_relation = arguments['target_relation'] -%}
    {%- set columns = arguments['dest_columns'] or adapter.get_columns_in_relation(target_relation) -%}
    {%- set condition -%}
    {{ is_replaced }}
        or target_rows.snapshot_week not in (
            select snapshot_weeks.snapshot_week
            from {{ relation_of('int_snapshot_weeks') }} as snapshot_weeks
        )
    {%- endset -%}
    {{ replace_where(
        target_relation,
        arguments['temp_relation'],
        columns | map(attribute='name') | list,
        condition,
        'snapshot_week',
    ) }}
{%- endmacro %}
