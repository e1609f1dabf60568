{{ config(materialized='table') }}

-- Every model that scores stands below this one, so that a rule that fails its test stops them all:
-- depends_on: {{ ref('signals') }}, {{ ref('rubrics') }}, {{ ref('bands') }}
-- depends_on: {{ ref('scorecard_categories') }}, {{ ref('scorecard_signals') }}
-- depends_on: {{ ref('scorecard_parameters') }}, {{ ref('band_cards') }}
-- depends_on: {{ ref('monitoring_parameters') }}, {{ ref('validation_parameters') }}
-- depends_on: {{ ref('parameter_rules') }}
-- depends_on: {{ ref('int_scorecard_category_weights') }}
-- depends_on: {{ ref('int_scorecard_signal_weights') }}
-- depends_on: {{ ref('playbooks') }}, {{ ref('playbook_actions') }}, {{ ref('band_statuses') }}
-- depends_on: {{ ref('product_switches') }}, {{ ref('signal_levels') }}
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

connected_families as (
    select distinct source_family
    from {{ ref('int_source_family_sources') }}
    where is_connected
),

-- What no source that is on can fill would be computed every week to say that nothing is known.
-- A company may land a value of any signal itself.
unfillable as (
    select
        scorecard_signals.scorecard_id,
        scorecard_signals.version
    from {{ ref('scorecard_signals') }} as scorecard_signals
    inner join {{ ref('signals') }} as signals
        on scorecard_signals.signal_id = signals.signal_id
    left join connected_families
        on
            coalesce(signals.source_family, 'custom_signal') = connected_families.source_family
            or connected_families.source_family = 'custom_signal'
    where scorecard_signals.weight > 0
    group by 1, 2
    having count(connected_families.source_family) = 0
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
        {{ hash_number(['version_weeks.scorecard_id', 'version_weeks.version']) }}
            as version_hash,
        version_weeks.status,
        version_weeks.is_in_force,
        scorecards.scale_max,
        scorecards.rollup,
        scorecards.min_weight_observed,
        scorecards.peer_group,
        scorecards.lifecycle
    from version_weeks
    inner join scorecards on version_weeks.scorecard_id = scorecards.scorecard_id
    left join unfillable
        on
            version_weeks.scorecard_id = unfillable.scorecard_id
            and version_weeks.version = unfillable.version
    where unfillable.scorecard_id is null
)

select * from final
