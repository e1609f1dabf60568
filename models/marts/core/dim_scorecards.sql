with versions as (
    select
        scorecard_id,
        version,
        status,
        effective_from,
        effective_to,
        decided_by,
        decision,
        rules_hash
    from {{ ref('scorecard_versions') }}
),

scorecards as (
    select
        scorecard_id,
        name,
        owner,
        cadence,
        scale_max,
        rollup,
        coalesce(min_weight_observed, 0) as min_weight_observed,
        coalesce(peer_group, 'all') as peer_group,
        coalesce(lifecycle, 'all') as lifecycle
    from {{ ref('scorecards') }}
),

versions_in_force as (
    select
        scorecard_id,
        version
    from {{ ref('int_scorecard_versions_weekly') }}
    where is_in_force and snapshot_week = {{ as_of_week() }}
),

contents as (
    select
        scorecard_id,
        version,
        n_categories,
        categories,
        segments_with_own_rules,
        bands
    from {{ ref('int_scorecard_contents') }}
),

signal_totals as (
    select
        scorecard_id,
        version,
        n_signals,
        n_subjective_signals,
        subjective_share
    from {{ ref('int_scorecard_signal_totals') }}
),

final as (
    select
        versions.scorecard_id,
        versions.version,
        coalesce(scorecards.name, versions.scorecard_id) as scorecard_name,
        scorecards.owner,
        scorecards.cadence,
        scorecards.scale_max,
        scorecards.rollup,
        scorecards.min_weight_observed,
        scorecards.peer_group,
        scorecards.lifecycle,
        versions.status,
        versions.effective_from,
        versions.effective_to,
        versions_in_force.version is not null as is_in_force,
        versions.decided_by,
        versions.decision,
        versions.rules_hash,
        contents.n_categories,
        contents.categories,
        signal_totals.n_signals,
        signal_totals.n_subjective_signals,
        {{ round_to('signal_totals.subjective_share', 4) }} as subjective_share,
        contents.segments_with_own_rules,
        contents.bands
    from versions
    inner join scorecards on versions.scorecard_id = scorecards.scorecard_id
    left join versions_in_force
        on
            versions.scorecard_id = versions_in_force.scorecard_id
            and versions.version = versions_in_force.version
    inner join contents
        on
            versions.scorecard_id = contents.scorecard_id
            and versions.version = contents.version
    left join signal_totals
        on
            versions.scorecard_id = signal_totals.scorecard_id
            and versions.version = signal_totals.version
)

select * from final
