{%- set connected = var('bellwether_sources') | join("', '") -%}

with source_families as (
    select
        source_family,
        source,
        stale_days,
        definition,
        part_of
    from {{ ref('source_families') }}
),

newest as (
    select max(snapshot_week) as snapshot_week
    from {{ ref('int_source_coverage_weekly') }}
    where snapshot_week <= {{ run_day() }}
),

coverage as (
    select
        source_family,
        snapshot_week,
        last_row_at,
        is_observed,
        weeks_observed
    from {{ ref('int_source_coverage_weekly') }}
),

final as (
    select
        source_families.source_family,
        source_families.source,
        source_families.source in (
            '{{ connected }}'
        ) as is_source_on,
        newest.snapshot_week,
        coverage.last_row_at,
        cast(
            {{ days_between('coverage.last_row_at', 'newest.snapshot_week') }} as integer
        ) as days_since_last_row,
        source_families.stale_days,
        coalesce(coverage.is_observed, false) as is_observed,
        coalesce(coverage.weeks_observed, 0) as weeks_observed,
        source_families.part_of,
        source_families.definition
    from source_families
    cross join newest
    left join coverage
        on
            source_families.source_family = coverage.source_family
            and newest.snapshot_week = coverage.snapshot_week
)

select * from final
