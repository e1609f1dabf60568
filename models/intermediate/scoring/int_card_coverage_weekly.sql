{{ config(materialized='view') }}

with versions as (
    select
        snapshot_week,
        scorecard_id,
        version
    from {{ ref('int_scorecard_versions_weekly') }}
),

rules as (
    select
        scorecard_id,
        version,
        signal_id
    from {{ ref('int_scorecard_rules') }}
    where declared_weight > 0
),

signals as (
    select
        signal_id,
        -- A signal without a family is landed by the company itself.
        coalesce(source_family, 'custom_signal') as source_family
    from {{ ref('signals') }}
),

source_families as (
    select
        source_family,
        part_of,
        coalesce(feeds_every_card, false) as feeds_every_card
    from {{ ref('source_families') }}
),

coverage as (
    select
        source_family,
        snapshot_week,
        is_observed
    from {{ ref('int_source_coverage_weekly') }}
),

families_in_parts as (
    select distinct part_of as source_family
    from source_families
    where part_of is not null
),

-- One of several sources fell silent while the family goes on; a family in parts is told by them.
sources_not_observed as (
    select
        by_source.source_family,
        by_source.source_family || ' of ' || by_source.source as name,
        by_source.snapshot_week
    from {{ ref('int_coverage_by_source_weekly') }} as by_source
    inner join coverage
        on
            by_source.source_family = coverage.source_family
            and by_source.snapshot_week = coverage.snapshot_week
    left join families_in_parts on by_source.source_family = families_in_parts.source_family
    where
        by_source.last_row_at is not null
        and not by_source.is_observed
        and coverage.is_observed
        and families_in_parts.source_family is null
),

names_not_observed as (
    select
        source_family,
        source_family as name,
        snapshot_week
    from coverage
    where not is_observed

    union all

    select
        source_family,
        name,
        snapshot_week
    from sources_not_observed
),

card_families as (
    select distinct
        rules.scorecard_id,
        rules.version,
        signals.source_family
    from rules
    inner join signals on rules.signal_id = signals.signal_id
),

-- A whole family may go on while one of its sources falls silent, so its parts are looked at too.
families_needed as (
    select
        scorecard_id,
        version,
        source_family
    from card_families
    union distinct
    select
        card_families.scorecard_id,
        card_families.version,
        source_families.source_family
    from card_families
    inner join source_families
        on card_families.source_family = source_families.part_of
    union distinct
    select
        card_families.scorecard_id,
        card_families.version,
        source_families.source_family
    from card_families
    cross join source_families
    where source_families.feeds_every_card
),

not_observed as (
    select
        families_needed.scorecard_id,
        families_needed.version,
        names_not_observed.snapshot_week,
        {{ list_of('names_not_observed.name', ', ', 'names_not_observed.name') }}
            as families_not_observed
    from families_needed
    inner join names_not_observed
        on families_needed.source_family = names_not_observed.source_family
    group by 1, 2, 3
),

final as (
    select
        versions.snapshot_week,
        versions.scorecard_id,
        versions.version,
        not_observed.families_not_observed
    from versions
    left join not_observed
        on
            versions.snapshot_week = not_observed.snapshot_week
            and versions.scorecard_id = not_observed.scorecard_id
            and versions.version = not_observed.version
)

select * from final
