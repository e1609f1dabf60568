with source_families as (
    select
        source_family,
        stale_days,
        definition,
        part_of
    from {{ ref('source_families') }}
),

family_sources as (
    select
        source_family,
        source,
        is_connected,
        count(*) over (partition by source_family) as n_sources
    from {{ ref('int_source_family_sources') }}
    where is_main
),

newest as (
    select max(snapshot_week) as snapshot_week
    from {{ ref('int_source_coverage_weekly') }}
    where snapshot_week <= {{ run_day() }}
),

family_coverage as (
    select
        source_family,
        snapshot_week,
        last_row_at,
        is_observed,
        weeks_observed
    from {{ ref('int_source_coverage_weekly') }}
),

source_coverage as (
    select
        source_family,
        source,
        snapshot_week,
        last_row_at,
        is_observed,
        weeks_observed
    from {{ ref('int_coverage_by_source_weekly') }}
),

-- Of several sources each speaks for itself: one that is alive does not vouch for another.
judged as (
    select
        family_sources.source_family,
        family_sources.source,
        family_sources.is_connected,
        newest.snapshot_week,
        case
            when family_sources.n_sources = 1 then family_coverage.last_row_at
            else source_coverage.last_row_at
        end as last_row_at,
        case
            when family_sources.n_sources = 1 then family_coverage.is_observed
            else source_coverage.is_observed
        end as is_observed,
        case
            when family_sources.n_sources = 1 then family_coverage.weeks_observed
            else source_coverage.weeks_observed
        end as weeks_observed
    from family_sources
    cross join newest
    left join family_coverage
        on
            family_sources.source_family = family_coverage.source_family
            and newest.snapshot_week = family_coverage.snapshot_week
    left join source_coverage
        on
            family_sources.source_family = source_coverage.source_family
            and family_sources.source = source_coverage.source
            and newest.snapshot_week = source_coverage.snapshot_week
),

final as (
    select
        judged.source_family,
        judged.source,
        judged.is_connected as is_source_on,
        judged.snapshot_week,
        judged.last_row_at,
        cast(
            {{ days_between('judged.last_row_at', 'judged.snapshot_week') }} as integer
        ) as days_since_last_row,
        source_families.stale_days,
        coalesce(judged.is_observed, false) as is_observed,
        coalesce(judged.weeks_observed, 0) as weeks_observed,
        source_families.part_of,
        source_families.definition
    from judged
    inner join source_families on judged.source_family = source_families.source_family
)

select * from final
