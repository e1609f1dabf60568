{{ config(materialized='view') }}

with source_families as (
    select
        source_family,
        part_of
    from {{ ref('source_families') }}
),

coverage as (
    select
        source_family,
        snapshot_week,
        is_observed,
        weeks_observed,
        max(case when is_observed then 1 else 0 end) over (
            partition by source_family
            order by snapshot_week
            rows between unbounded preceding and 1 preceding
        ) = 1 as was_observed
    from {{ ref('int_source_coverage_weekly') }}
),

-- A part is told of only while its family is observed: else the family's own alert says it.
final as (
    select
        coverage.source_family,
        coverage.snapshot_week,
        coverage.weeks_observed,
        not coverage.is_observed
        and coalesce(coverage.was_observed, false)
        and coalesce(whole_families.is_observed, true) as is_silent
    from coverage
    inner join source_families on coverage.source_family = source_families.source_family
    left join coverage as whole_families
        on
            source_families.part_of = whole_families.source_family
            and coverage.snapshot_week = whole_families.snapshot_week
)

select * from final
