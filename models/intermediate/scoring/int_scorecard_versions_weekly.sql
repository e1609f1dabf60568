{{ config(materialized='table') }}

-- Every model that scores stands below this one, so that a rule that fails its test stops them all:
-- depends_on: {{ ref('signals') }}, {{ ref('rubrics') }}, {{ ref('bands') }}
-- depends_on: {{ ref('scorecard_categories') }}, {{ ref('scorecard_signals') }}
-- depends_on: {{ ref('scorecard_parameters') }}, {{ ref('signal_cards') }}, {{ ref('band_cards') }}
-- depends_on: {{ ref('playbooks') }}, {{ ref('playbook_actions') }}, {{ ref('band_statuses') }}
with snapshot_weeks as (
    select snapshot_week from {{ ref('int_snapshot_weeks') }}
),

scorecards as (
    select
        scorecard_id,
        scale_max,
        rollup,
        coalesce(min_weight_observed, 0) as min_weight_observed,
        coalesce(peer_group, 'all') as peer_group,
        coalesce(lifecycle, 'all') as lifecycle
    from {{ ref('scorecards') }}
),

versions as (
    select
        scorecard_id,
        version,
        status,
        effective_from,
        effective_to,
        status in ('live', 'retired') as is_published
    from {{ ref('scorecard_versions') }}
),

-- A version is also scored the week before it starts, to tell rules from behaviour.
-- A draft or shadow version scores every week until its end.
version_weeks as (
    select
        snapshot_weeks.snapshot_week,
        versions.scorecard_id,
        versions.version,
        versions.status,
        versions.is_published
        and versions.effective_from <= snapshot_weeks.snapshot_week as is_in_force
    from snapshot_weeks
    inner join versions
        on
            (
                versions.effective_to is null
                or snapshot_weeks.snapshot_week < versions.effective_to
            )
            and (
                not versions.is_published
                or versions.effective_from <= {{ weeks_after('snapshot_weeks.snapshot_week', 1) }}
            )
),

final as (
    select
        version_weeks.snapshot_week,
        version_weeks.scorecard_id,
        version_weeks.version,
        version_weeks.status,
        version_weeks.is_in_force,
        scorecards.scale_max,
        scorecards.rollup,
        scorecards.min_weight_observed,
        scorecards.peer_group,
        scorecards.lifecycle
    from version_weeks
    inner join scorecards on version_weeks.scorecard_id = scorecards.scorecard_id
)

select * from final
