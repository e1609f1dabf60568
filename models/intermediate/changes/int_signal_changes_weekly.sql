{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_snapshot',
    on_schema_change='fail',
) }}

with changes as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        segment,
        segment <> segment_1_week_ago as is_new_segment,
        -- A short key: joining by four columns of text costs twice as much.
        row_number() over (order by account_id, snapshot_week, scorecard_id) as row_key
    from {{ ref('int_score_changes_weekly') }}
    where comparison = 'compared' and {{ in_rescored_snapshots() }}
),

cells as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        signal_id,
        is_in_force,
        value,
        level,
        status,
        score,
        applied_weight
    from {{ ref('int_signal_scores') }}
    where applied_weight is not null and {{ in_rescored_snapshots(weeks_before=1) }}
),

cells_now as (
    select
        cells.*,
        changes.row_key
    from changes
    inner join cells
        on
            changes.account_id = cells.account_id
            and changes.snapshot_week = cells.snapshot_week
            and changes.scorecard_id = cells.scorecard_id
            and changes.version = cells.version
),

-- The same version a week before, in force then or not.
cells_before as (
    select
        cells.*,
        changes.row_key
    from changes
    inner join cells
        on
            changes.account_id = cells.account_id
            and changes.snapshot_week = {{ weeks_after('cells.snapshot_week', 1) }}
            and changes.scorecard_id = cells.scorecard_id
            and changes.version = cells.version
),

-- What these moved stands under rules.
new_parameters as (
    {{ signals_under_new_parameters() }}
),

-- A cell of one side has weight and score 0 on the other.
paired as (
    select
        coalesce(cells_now.row_key, cells_before.row_key) as row_key,
        coalesce(cells_now.signal_id, cells_before.signal_id) as signal_id,
        cells_now.applied_weight as weight,
        cells_before.applied_weight as weight_1_week_ago,
        cells_now.score,
        cells_before.score as score_1_week_ago,
        coalesce(cells_now.applied_weight, 0)
        * (coalesce(cells_now.score, 0) - coalesce(cells_before.score, 0)) as score_points,
        (coalesce(cells_now.applied_weight, 0) - coalesce(cells_before.applied_weight, 0))
        * coalesce(cells_before.score, 0) as weight_points,
        -- A default in place of a value, or a value in place of a default, is a gap in the data.
        case
            when cells_now.row_key is null or cells_before.row_key is null then 'coverage'
            when (cells_now.status = 'defaulted') <> (cells_before.status = 'defaulted')
                then 'coverage'
            when coalesce(cells_now.level, '') <> coalesce(cells_before.level, '')
                then 'behaviour'
            when {{ is_other_number('cells_now.value', 'cells_before.value') }} then 'behaviour'
            else 'cohort'
        end as cause
    from cells_now
    full outer join cells_before
        on
            cells_now.row_key = cells_before.row_key
            and cells_now.signal_id = cells_before.signal_id
),

-- Where the segment is new, other rules and other peers moved what the account did not.
caused as (
    select
        paired.*,
        changes.account_id,
        changes.snapshot_week,
        changes.scorecard_id,
        changes.version,
        case when changes.is_new_segment then 'segment' else 'coverage' end as weight_cause,
        case
            when changes.is_new_segment and paired.cause <> 'behaviour' then 'segment'
            else paired.cause
        end as score_cause
    from paired
    inner join changes on paired.row_key = changes.row_key
    left join new_parameters
        on
            changes.segment = new_parameters.segment
            and changes.snapshot_week = new_parameters.snapshot_week
            and paired.signal_id = new_parameters.signal_id
    where
        new_parameters.signal_id is null
        and (
            {{ is_other_number('paired.score_points', '0') }}
            or {{ is_other_number('paired.weight_points', '0') }}
        )
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
            partition by row_key
            order by abs(points) desc, signal_id asc
        ) as movement_rank
    from split
)

select * from final
