-- Each published score has its change; parts and signals sum to it, and no part is without cause.
{% set tables = [
    'int_score_changes_weekly',
    'int_signal_changes_weekly',
    'int_score_trends_weekly',
] %}

with published as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        segment,
        score,
        is_overridden
    from {{ ref('fct_account_scores') }}
    where is_in_force and {{ in_tested_snapshots(weeks_before=1) }}
),

new_parameters as (
    select distinct
        segment,
        snapshot_week
    from ({{ signals_under_new_parameters() }}) as signals_under_new_parameters
),

scores as (
    select
        published.*,
        published.score - last_scores.score as change,
        published.version <> last_scores.version as is_new_version,
        published.segment <> last_scores.segment as is_new_segment,
        new_parameters.segment is not null as has_new_parameters,
        published.is_overridden or last_scores.is_overridden as has_override
    from published
    left join published as last_scores
        on
            published.account_id = last_scores.account_id
            and published.scorecard_id = last_scores.scorecard_id
            and last_scores.snapshot_week = {{ days_before('published.snapshot_week', 7) }}
    left join new_parameters
        on
            published.segment = new_parameters.segment
            and published.snapshot_week = new_parameters.snapshot_week
    where {{ in_tested_snapshots('published.snapshot_week') }}
),

changes as (
    select *
    from {{ ref('score_changes') }}
    where {{ in_tested_snapshots() }}
),

signal_sums as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        sum(points) as points
    from {{ ref('int_signal_changes_weekly') }}
    where {{ in_tested_snapshots() }}
    group by 1, 2, 3
),

compared as (
    select
        coalesce(changes.account_id, scores.account_id) as account_id,
        coalesce(changes.snapshot_week, scores.snapshot_week) as snapshot_week,
        coalesce(changes.scorecard_id, scores.scorecard_id) as scorecard_id,
        scores.change as change_found,
        changes.change,
        changes.behaviour_points + changes.cohort_points + changes.coverage_points
        + changes.rules_points + changes.segment_points + changes.override_points as parts,
        changes.change - changes.rules_points - changes.override_points as left_for_signals,
        coalesce(signal_sums.points, 0) as signal_points,
        case
            when changes.account_id is null then 'the published score has no row here'
            when scores.account_id is null then 'there is no such published score'
            when
                changes.rules_points <> 0
                and not scores.is_new_version and not scores.has_new_parameters
                then 'rules_points under one version with the same windows and cut-offs'
            when changes.segment_points <> 0 and not scores.is_new_segment
                then 'segment_points in one segment'
            when changes.override_points <> 0 and not scores.has_override
                then 'override_points without an override'
        end as finding
    from changes
    full outer join scores
        on
            changes.account_id = scores.account_id
            and changes.snapshot_week = scores.snapshot_week
            and changes.scorecard_id = scores.scorecard_id
    left join signal_sums
        on
            changes.account_id = signal_sums.account_id
            and changes.snapshot_week = signal_sums.snapshot_week
            and changes.scorecard_id = signal_sums.scorecard_id
),

judged as (
    select
        *,
        case
            when finding is not null then finding
            when (change is null) <> (change_found is null) or abs(change - change_found) > 1e-9
                then
                    'the change is ' || coalesce(cast(change as {{ type_text() }}), 'null')
                    || ' but the published scores differ by '
                    || coalesce(cast(change_found as {{ type_text() }}), 'null')
            when (change is null) <> (parts is null) or abs(change - parts) > 1e-9
                then
                    'the change is ' || coalesce(cast(change as {{ type_text() }}), 'null')
                    || ' but its parts sum to '
                    || coalesce(cast(parts as {{ type_text() }}), 'null')
            -- Each signal is rounded by itself, to 9 decimals.
            when abs(left_for_signals - signal_points) > 1e-7
                then
                    cast(left_for_signals as {{ type_text() }})
                    || ' points are left for the signals but theirs '
                    || 'sum to ' || cast(signal_points as {{ type_text() }})
        end as problem
    from compared
)

select
    'score_changes (' || account_id || ', ' || cast(snapshot_week as {{ type_text() }}) || ', '
    || scorecard_id
    || '): ' || problem || '. Look the account up in int_score_changes_weekly.' as problem
from judged
where problem is not null
union all
select problem
from (
    {{ grain_problems_of(tables) }}
) as grain_findings
