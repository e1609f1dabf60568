{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_snapshot',
    on_schema_change='fail',
) }}

with changes as (
    select
        score_changes.account_id,
        score_changes.snapshot_week,
        score_changes.scorecard_id,
        score_changes.version,
        score_changes.segment,
        score_changes.segment <> score_changes.segment_1_week_ago as is_new_segment,
        account_scores.account_hash,
        account_scores.version_hash
    from {{ ref('int_score_changes_weekly') }} as score_changes
    inner join {{ ref('int_account_scores') }} as account_scores
        on
            score_changes.account_id = account_scores.account_id
            and score_changes.snapshot_week = account_scores.snapshot_week
            and score_changes.scorecard_id = account_scores.scorecard_id
            and score_changes.version = account_scores.version
    where
        score_changes.comparison = 'compared'
        and {{ in_rescored_snapshots('score_changes.snapshot_week') }}
        and {{ in_rescored_snapshots('account_scores.snapshot_week') }}
),

cells as (
    select
        account_hash,
        snapshot_week,
        version_hash,
        signal_id,
        value,
        level,
        status = 'defaulted' as is_defaulted,
        score,
        applied_weight
    from {{ ref('int_signal_scores') }}
    where applied_weight is not null and {{ in_rescored_snapshots(weeks_before=1) }}
),

-- As the week after compares with it.
cells_before as (
    select
        account_hash,
        {{ weeks_after('snapshot_week', 1) }} as snapshot_week,
        version_hash,
        signal_id,
        value,
        level,
        is_defaulted,
        score,
        applied_weight
    from cells
),

-- What these moved stands under rules.
new_parameters as (
    {{ signals_under_new_parameters() }}
),

-- The same version a week before, in force then or not. A cell of one side has weight and score 0
-- on the other.
paired as (
    select
        coalesce(cells.account_hash, cells_before.account_hash) as account_hash,
        coalesce(cells.snapshot_week, cells_before.snapshot_week) as snapshot_week,
        coalesce(cells.version_hash, cells_before.version_hash) as version_hash,
        coalesce(cells.signal_id, cells_before.signal_id) as signal_id,
        cells.applied_weight as weight,
        cells_before.applied_weight as weight_1_week_ago,
        cells.score,
        cells_before.score as score_1_week_ago,
        coalesce(cells.applied_weight, 0)
        * (coalesce(cells.score, 0) - coalesce(cells_before.score, 0)) as score_points,
        (coalesce(cells.applied_weight, 0) - coalesce(cells_before.applied_weight, 0))
        * coalesce(cells_before.score, 0) as weight_points,
        -- A default in place of a value, or a value in place of a default, is a gap in the data.
        case
            when cells.account_hash is null or cells_before.account_hash is null then 'coverage'
            when cells.is_defaulted <> cells_before.is_defaulted then 'coverage'
            when coalesce(cells.level, '') <> coalesce(cells_before.level, '') then 'behaviour'
            when {{ is_other_number('cells.value', 'cells_before.value') }} then 'behaviour'
            else 'cohort'
        end as cause
    from cells
    full outer join cells_before
        on
            cells.account_hash = cells_before.account_hash
            and cells.snapshot_week = cells_before.snapshot_week
            and cells.version_hash = cells_before.version_hash
            and cells.signal_id = cells_before.signal_id
),

-- Most cells stay as they were.
moved as (
    select *
    from paired
    where
        {{ is_other_number('score_points', '0') }}
        or {{ is_other_number('weight_points', '0') }}
),

-- Where the segment is new, other rules and other peers moved what the account did not.
caused as (
    select
        changes.account_id,
        changes.snapshot_week,
        changes.scorecard_id,
        changes.version,
        moved.signal_id,
        moved.score,
        moved.score_1_week_ago,
        moved.weight,
        moved.weight_1_week_ago,
        moved.score_points,
        moved.weight_points,
        case when changes.is_new_segment then 'segment' else 'coverage' end as weight_cause,
        case
            when changes.is_new_segment and moved.cause <> 'behaviour' then 'segment'
            else moved.cause
        end as score_cause
    from moved
    inner join changes
        on
            moved.account_hash = changes.account_hash
            and moved.snapshot_week = changes.snapshot_week
            and moved.version_hash = changes.version_hash
    left join new_parameters
        on
            changes.segment = new_parameters.segment
            and changes.snapshot_week = new_parameters.snapshot_week
            and moved.signal_id = new_parameters.signal_id
    where new_parameters.signal_id is null
),

-- What the score moved by belongs to one cause, and what the weight did to another.
parts as (
    select
        *,
        case when score_cause = 'behaviour' then score_points else 0 end
        + case when weight_cause = 'behaviour' then weight_points else 0 end as behaviour_part,
        case when score_cause = 'cohort' then score_points else 0 end
        + case when weight_cause = 'cohort' then weight_points else 0 end as cohort_part,
        case when score_cause = 'coverage' then score_points else 0 end
        + case when weight_cause = 'coverage' then weight_points else 0 end as coverage_part,
        case when score_cause = 'segment' then score_points else 0 end
        + case when weight_cause = 'segment' then weight_points else 0 end as segment_part
    from caused
),

split as (
    select
        *,
        {{ round_score('weight_points + score_points') }} as points,
        {{ round_score('behaviour_part') }} as behaviour_points,
        {{ round_score('cohort_part') }} as cohort_points,
        {{ round_score('coverage_part') }} as coverage_points,
        {{ round_score('segment_part') }} as segment_points
    from parts
),

final as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        signal_id,
        score,
        score_1_week_ago,
        weight,
        weight_1_week_ago,
        points,
        behaviour_points,
        cohort_points,
        coverage_points,
        segment_points,
        row_number() over (
            partition by account_id, snapshot_week, scorecard_id
            order by abs(points) desc, signal_id asc
        ) as movement_rank
    from split
)

select * from final
