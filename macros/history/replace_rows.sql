{#- One transaction: a reader finds a snapshot as it was or as it is, never half of it. Not every adapter says which columns. -#}
{% macro replace_rows(arguments, is_replaced) -%}
    {%- set target_relation = arguments['target_relation'] -%}
    {%- set given = arguments['dest_columns'] or adapter.get_columns_in_relation(target_relation) -%}
    {%- set columns = get_quoted_csv(given | map(attribute='name')) -%}
    {%- set condition -%}
    {{ is_replaced }}
        or target_rows.snapshot_week not in (
            select snapshot_weeks.snapshot_week
            from {{ relation_of('int_snapshot_weeks') }} as snapshot_weeks
        )
    {%- endset -%}
    {%- set statements -%}
    {{ delete_rows(target_relation, condition) }};

    insert into {{ target_relation }} ({{ columns }})
    select {{ columns }}
    from {{ arguments['temp_relation'] }}
    {%- endset -%}
    {{ in_one_transaction(statements) }}
{%- endmacro %}
