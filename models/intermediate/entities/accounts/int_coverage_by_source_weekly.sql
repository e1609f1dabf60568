{{ config(materialized='view') }}

with source_families as (
    select
        source_family,
        stale_days
    from {{ ref('source_families') }}
),

family_sources as (
    select
        source_family,
        source
    from {{ ref('int_source_family_sources') }}
    where is_connected
),

snapshot_weeks as (
    select snapshot_week
    from {{ ref('int_snapshot_weeks') }}
),

stretches as (
    select
        source_family,
        source,
        fact_week,
        last_row_at,
        next_fact_week,
        stretch_start
    from {{ ref('int_source_stretches') }}
    where source <> '*'
),

as_of_snapshots as (
    select
        family_sources.source_family,
        family_sources.source,
        snapshot_weeks.snapshot_week,
        stretches.last_row_at,
        stretches.stretch_start,
        case
            when stretches.last_row_at is null then false
            when source_families.stale_days is null then true
            else
                {{ days_after('stretches.last_row_at', 'source_families.stale_days') }}
                >= snapshot_weeks.snapshot_week
        end as is_observed
    from family_sources
    inner join source_families on family_sources.source_family = source_families.source_family
    cross join snapshot_weeks
    left join stretches
        on
            family_sources.source_family = stretches.source_family
            and family_sources.source = stretches.source
            and snapshot_weeks.snapshot_week > stretches.fact_week
            and snapshot_weeks.snapshot_week <= stretches.next_fact_week
),

final as (
    select
        source_family,
        source,
        snapshot_week,
        last_row_at,
        is_observed,
        case
            when is_observed
                then cast({{ days_between('stretch_start', 'snapshot_week') }} / 7 as integer)
            else 0
        end as weeks_observed
    from as_of_snapshots
)

select * from final
