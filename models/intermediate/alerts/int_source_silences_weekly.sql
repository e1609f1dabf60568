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

coverage_by_source as (
    select
        source_family,
        source,
        snapshot_week,
        is_observed,
        weeks_observed,
        max(case when is_observed then 1 else 0 end) over (
            partition by source_family, source
            order by snapshot_week
            rows between unbounded preceding and 1 preceding
        ) = 1 as was_observed
    from {{ ref('int_coverage_by_source_weekly') }}
),

-- The sources of a family in parts are told by its parts.
families_in_parts as (
    select distinct part_of as source_family
    from source_families
    where part_of is not null
),

families_of_several as (
    select coverage_by_source.source_family
    from coverage_by_source
    left join families_in_parts
        on coverage_by_source.source_family = families_in_parts.source_family
    where families_in_parts.source_family is null
    group by 1
    having count(distinct coverage_by_source.source) > 1
),

-- A part, or one source of several, is told of only while the family is observed: else the
-- family's own alert says it.
final as (
    select
        coverage.source_family as subject_id,
        coverage.source_family,
        '*' as source,
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

    union all

    select
        coverage_by_source.source_family || ' of ' || coverage_by_source.source as subject_id,
        coverage_by_source.source_family,
        coverage_by_source.source,
        coverage_by_source.snapshot_week,
        coverage_by_source.weeks_observed,
        not coverage_by_source.is_observed
        and coalesce(coverage_by_source.was_observed, false)
        and coverage.is_observed as is_silent
    from coverage_by_source
    inner join families_of_several
        on coverage_by_source.source_family = families_of_several.source_family
    inner join coverage
        on
            coverage_by_source.source_family = coverage.source_family
            and coverage_by_source.snapshot_week = coverage.snapshot_week
)

select * from final
