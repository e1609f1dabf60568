with rejected_rows as (
    select
        source,
        raw_table,
        rejection_reason,
        is_row_used,
        week,
        n_rows
    from {{ ref('int_rejected_rows') }}
)

select * from rejected_rows
