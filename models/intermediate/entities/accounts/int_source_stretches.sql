{{ config(materialized='view') }}

with source_families as (
    select
        source_family,
        stale_days
    from {{ ref('source_families') }}
),

fact_weeks as (
    select
        source_family,
        source,
        fact_week,
        last_row_at
    from {{ ref('int_source_fact_weeks') }}
),

-- Each source by itself, and all of them together as `*`.
active_weeks as (
    select
        source_family,
        source,
        fact_week,
        last_row_at
    from fact_weeks

    union all

    select
        source_family,
        '*' as source,
        fact_week,
        max(last_row_at) as last_row_at
    from fact_weeks
    group by 1, 3
),

neighbours as (
    select
        active_weeks.source_family,
        active_weeks.source,
        active_weeks.fact_week,
        active_weeks.last_row_at,
        source_families.stale_days,
        lag(active_weeks.last_row_at) over (
            partition by active_weeks.source_family, active_weeks.source
            order by active_weeks.fact_week
        ) as previous_row_at,
        lead(active_weeks.fact_week) over (
            partition by active_weeks.source_family, active_weeks.source
            order by active_weeks.fact_week
        ) as next_fact_week
    from active_weeks
    inner join source_families on active_weeks.source_family = source_families.source_family
),

-- When the Monday that opens an active week saw a stale feed, the week begins a new stretch.
stretch_starts as (
    select
        source_family,
        source,
        fact_week,
        last_row_at,
        next_fact_week,
        case
            when previous_row_at is null then fact_week
            when {{ days_after('previous_row_at', 'stale_days') }} < fact_week then fact_week
        end as stretch_start
    from neighbours
),

final as (
    select
        source_family,
        source,
        fact_week,
        last_row_at,
        coalesce(next_fact_week, cast('9999-12-31' as date)) as next_fact_week,
        max(stretch_start) over (
            partition by source_family, source
            order by fact_week
            rows between unbounded preceding and current row
        ) as stretch_start
    from stretch_starts
)

select * from final
