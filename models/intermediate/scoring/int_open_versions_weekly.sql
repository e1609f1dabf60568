{{ config(materialized='table') }}

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
        rules_fingerprint
    from {{ ref('int_scorecard_fingerprints') }}
),

open_snapshots as (
    select snapshot_week
    from {{ ref('int_open_snapshots') }}
),

closed as (
    select
        closed_versions.snapshot_week,
        closed_versions.scorecard_id,
        closed_versions.version,
        closed_versions.is_in_force,
        closed_versions.rules_fingerprint
    from ({{ closed_versions_weekly() }}) as closed_versions
),

-- Rules may carry a reading forward, so those of some weeks before have to be there.
carries as (
    select
        scorecard_id,
        version,
        max(max_carry_weeks) as max_carry_weeks
    from {{ ref('scorecard_signals') }}
    group by 1, 2
),

left_open as (
    select
        left_open_versions.snapshot_week,
        left_open_versions.scorecard_id,
        left_open_versions.version
    from ({{ left_open_versions_weekly() }}) as left_open_versions
),

new_or_changed as (
    select
        versions_weekly.snapshot_week,
        versions_weekly.scorecard_id,
        versions_weekly.version
    from versions_weekly
    inner join fingerprints
        on
            versions_weekly.scorecard_id = fingerprints.scorecard_id
            and versions_weekly.version = fingerprints.version
    left join open_snapshots on versions_weekly.snapshot_week = open_snapshots.snapshot_week
    left join closed
        on
            versions_weekly.snapshot_week = closed.snapshot_week
            and versions_weekly.scorecard_id = closed.scorecard_id
            and versions_weekly.version = closed.version
            and versions_weekly.is_in_force = closed.is_in_force
            and fingerprints.rules_fingerprint = closed.rules_fingerprint
    where open_snapshots.snapshot_week is not null or closed.snapshot_week is null
),

-- A version that no longer scores a week has rows there to be taken away.
vanished as (
    select
        closed.snapshot_week,
        closed.scorecard_id,
        closed.version
    from closed
    left join versions_weekly
        on
            closed.snapshot_week = versions_weekly.snapshot_week
            and closed.scorecard_id = versions_weekly.scorecard_id
            and closed.version = versions_weekly.version
    where versions_weekly.snapshot_week is null
),

all_open as (
    select * from new_or_changed
    union distinct
    select * from vanished
    union distinct
    select * from left_open
),

final as (
    select
        all_open.snapshot_week,
        all_open.scorecard_id,
        all_open.version,
        {{ hash_number(['all_open.scorecard_id', 'all_open.version']) }} as version_hash,
        {{ weeks_after('all_open.snapshot_week', '-coalesce(carries.max_carry_weeks, 0)') }}
            as read_from,
        '{{ invocation_id }}' as run_id
    from all_open
    left join carries
        on
            all_open.scorecard_id = carries.scorecard_id
            and all_open.version = carries.version
)

select * from final
