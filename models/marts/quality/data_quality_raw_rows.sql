with raw_rows as (
    select
        source,
        raw_table,
        n_rows_raw,
        n_rows_used,
        n_rows_rejected,
        n_rows_unexplained
    from {{ ref('int_raw_rows') }}
)

select * from raw_rows
