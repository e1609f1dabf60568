-- The run is over when this is built, so whatever keeps rows of a snapshot stands above it:
-- depends_on: {{ ref('score_history') }}, {{ ref('score_changes') }}
-- depends_on: {{ ref('scorecard_version_comparison') }}, {{ ref('value_tiers') }}
-- depends_on: {{ ref('case_study_rankings') }}, {{ ref('adoption_scores') }}
-- depends_on: {{ ref('adoption_overview') }}, {{ ref('account_product_usage') }}
-- depends_on: {{ ref('account_survey_scores') }}, {{ ref('health_watchlist') }}
-- depends_on: {{ ref('health_distribution_weekly') }}, {{ ref('health_movements_weekly') }}
-- depends_on: {{ ref('health_trends_monthly') }}, {{ ref('segment_performance_monthly') }}
-- depends_on: {{ ref('health_recommendations_monthly') }}
-- depends_on: {{ ref('int_intervention_pairs_weekly') }}
with versions_weekly as (
    select
        snapshot_week,
        scorecard_id,
        version,
        is_in_force
    from {{ ref('int_scorecard_versions_weekly') }}
),

fingerprints as (
    select
        scorecard_id,
        version,
        rules_fingerprint,
        rules_hash
    from {{ ref('int_scorecard_fingerprints') }}
),

runs as (
    select distinct run_id
    from {{ ref('int_open_snapshots') }}
),

final as (
    select
        versions_weekly.snapshot_week,
        versions_weekly.scorecard_id,
        versions_weekly.version,
        versions_weekly.is_in_force,
        fingerprints.rules_fingerprint,
        fingerprints.rules_hash,
        runs.run_id
    from versions_weekly
    inner join fingerprints
        on
            versions_weekly.scorecard_id = fingerprints.scorecard_id
            and versions_weekly.version = fingerprints.version
    -- A run that computed only a part closes nothing.
    inner join runs on runs.run_id = '{{ invocation_id }}'

    union all

    select
        closed_versions.snapshot_week,
        closed_versions.scorecard_id,
        closed_versions.version,
        closed_versions.is_in_force,
        closed_versions.rules_fingerprint,
        closed_versions.rules_hash,
        closed_versions.run_id
    from ({{ closed_versions_weekly() }}) as closed_versions
    left join runs on runs.run_id = '{{ invocation_id }}'
    where runs.run_id is null
)

select * from final
