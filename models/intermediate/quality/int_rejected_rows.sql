with all_rejections as (
    select
        source,
        raw_table,
        coalesce(rejection_reason, blank_reason) as rejection_reason,
        rejection_reason is null as is_row_used,
        week,
        n_rows
    from {{ ref('int_staged_rows') }}
    where coalesce(rejection_reason, blank_reason) is not null

    union all

    select
        source,
        raw_table,
        rejection_reason,
        false as is_row_used,
        week,
        n_rows
    from {{ ref('int_row_uses') }}
    where rejection_reason is not null
),

final as (
    select
        source,
        raw_table,
        rejection_reason,
        is_row_used,
        coalesce(week, cast('1900-01-01' as date)) as week,
        cast(sum(n_rows) as bigint) as n_rows
    from all_rejections
    group by 1, 2, 3, 4, 5
)

select * from final
