{%- set connected = var('bellwether_sources') | join("', '") -%}

with raw_counts as (
    select
        source,
        raw_table,
        sum(n_rows) as n_rows_raw
    from {{ ref('int_staged_rows') }}
    where
        source in (
            '{{ connected }}'
        )
    group by 1, 2
),

used_counts as (
    select
        source,
        raw_table,
        sum(n_rows) as n_rows_used
    from {{ ref('int_row_uses') }}
    where rejection_reason is null
    group by 1, 2
),

rejected_counts as (
    select
        source,
        raw_table,
        sum(n_rows) as n_rows_rejected
    from {{ ref('int_rejected_rows') }}
    where not is_row_used
    group by 1, 2
),

final as (
    select
        raw_counts.source,
        raw_counts.raw_table,
        cast(raw_counts.n_rows_raw as bigint) as n_rows_raw,
        cast(coalesce(used_counts.n_rows_used, 0) as bigint) as n_rows_used,
        cast(coalesce(rejected_counts.n_rows_rejected, 0) as bigint) as n_rows_rejected,
        cast(
            raw_counts.n_rows_raw
            - coalesce(used_counts.n_rows_used, 0)
            - coalesce(rejected_counts.n_rows_rejected, 0) as bigint
        ) as n_rows_unexplained
    from raw_counts
    left join used_counts
        on
            raw_counts.source = used_counts.source
            and raw_counts.raw_table = used_counts.raw_table
    left join rejected_counts
        on
            raw_counts.source = rejected_counts.source
            and raw_counts.raw_table = rejected_counts.raw_table
)

select * from final
