{#- One transaction: a reader finds a snapshot as it was or as it is, never half of it. -#}
{% macro replace_rows(arguments, is_replaced) -%}
    {%- set columns = get_quoted_csv(arguments['dest_columns'] | map(attribute='name')) -%}
    {%- set statements -%}
    delete from {{ arguments['target_relation'] }} as target_rows
    where {{ is_replaced }}
        or target_rows.snapshot_week not in (
            select snapshot_weeks.snapshot_week
            from {{ relation_of('int_snapshot_weeks') }} as snapshot_weeks
        );

    insert into {{ arguments['target_relation'] }} ({{ columns }})
    select {{ columns }}
    from {{ arguments['temp_relation'] }}
    {%- endset -%}
    {{ in_one_transaction(statements) }}
{%- endmacro %}
