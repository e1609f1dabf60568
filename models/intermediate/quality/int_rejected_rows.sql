with all_rejections as (
    select
        source,
        raw_table,
        rejection_reason,
        is_row_used,
        week,
        n_rows
    from {{ ref('int_rejected_staging_rows') }}
    union all
    select
        source,
        raw_table,
        rejection_reason,
        false as is_row_used,
        week,
        n_rows
    from {{ ref('int_rejected_usage_rows') }}
    union all
    select
        source,
        raw_table,
        rejection_reason,
        false as is_row_used,
        week,
        n_rows
    from {{ ref('int_rejected_crm_rows') }}
    union all
    select
        source,
        raw_table,
        rejection_reason,
        false as is_row_used,
        week,
        n_rows
    from {{ ref('int_rejected_entity_rows') }}
    union all
    select
        source,
        raw_table,
        rejection_reason,
        false as is_row_used,
        week,
        n_rows
    from {{ ref('int_rejected_orphan_rows') }}
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
