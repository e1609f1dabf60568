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
        version_1_week_ago,
        segment,
        segment_1_week_ago,
        score,
        score_1_week_ago,
        band,
        band_1_week_ago,
        comparison,
        change,
        rules_points,
        override_points,
        signals_points
    from {{ ref('int_score_changes_weekly') }}
    where {{ in_rescored_snapshots() }}
),

signal_changes as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        signal_id,
        points,
        behaviour_points,
        cohort_points,
        coverage_points,
        segment_points,
        movement_rank
    from {{ ref('int_signal_changes_weekly') }}
    where {{ in_rescored_snapshots() }}
),

trends as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        score_4_weeks_ago,
        change_4_weeks,
        rules_points_4_weeks,
        slope_4_weeks,
        direction_4_weeks,
        score_13_weeks_ago,
        change_13_weeks,
        rules_points_13_weeks,
        slope_13_weeks,
        direction_13_weeks
    from {{ ref('int_score_trends_weekly') }}
    where {{ in_rescored_snapshots() }}
),

names as (
    select
        signal_id,
        {{ signal_name('signal_id', 'definition') }} as signal_name
    from {{ ref('signals') }}
),

summed as (
    select
        signal_changes.account_id,
        signal_changes.snapshot_week,
        signal_changes.scorecard_id,
        max(case when signal_changes.movement_rank = 1 then signal_changes.signal_id end)
            as moved_1_signal_id,
        max(case when signal_changes.movement_rank = 1 then names.signal_name end)
            as moved_1_name,
        max(case when signal_changes.movement_rank = 1 then signal_changes.points end)
            as moved_1_points,
        max(case when signal_changes.movement_rank = 2 then signal_changes.signal_id end)
            as moved_2_signal_id,
        max(case when signal_changes.movement_rank = 2 then names.signal_name end)
            as moved_2_name,
        max(case when signal_changes.movement_rank = 2 then signal_changes.points end)
            as moved_2_points,
        max(case when signal_changes.movement_rank = 3 then signal_changes.signal_id end)
            as moved_3_signal_id,
        max(case when signal_changes.movement_rank = 3 then names.signal_name end)
            as moved_3_name,
        max(case when signal_changes.movement_rank = 3 then signal_changes.points end)
            as moved_3_points,
        {{ exact_sum('signal_changes.behaviour_points') }} as behaviour_sum,
        {{ exact_sum('signal_changes.cohort_points') }} as cohort_sum,
        {{ exact_sum('signal_changes.coverage_points') }} as coverage_sum,
        {{ exact_sum('signal_changes.segment_points') }} as segment_sum
    from signal_changes
    inner join names on signal_changes.signal_id = names.signal_id
    group by 1, 2, 3
),

joined as (
    select
        changes.*,
        summed.moved_1_signal_id,
        summed.moved_1_name,
        summed.moved_1_points,
        summed.moved_2_signal_id,
        summed.moved_2_name,
        summed.moved_2_points,
        summed.moved_3_signal_id,
        summed.moved_3_name,
        summed.moved_3_points,
        coalesce(summed.behaviour_sum, 0) as behaviour_sum,
        coalesce(summed.cohort_sum, 0) as cohort_sum,
        coalesce(summed.coverage_sum, 0) as coverage_sum,
        coalesce(summed.segment_sum, 0) as segment_sum,
        {{ greatest_of([
            'abs(summed.behaviour_sum)',
            'abs(summed.cohort_sum)',
            'abs(summed.coverage_sum)',
            'abs(summed.segment_sum)',
        ]) }} as largest_sum
    from changes
    left join summed
        on
            changes.account_id = summed.account_id
            and changes.snapshot_week = summed.snapshot_week
            and changes.scorecard_id = summed.scorecard_id
),

-- Scores and cells are rounded each by itself; the largest part takes what that leaves over.
rested as (
    select
        *,
        signals_points - behaviour_sum - cohort_sum - coverage_sum - segment_sum as rest_points,
        case largest_sum
            when abs(behaviour_sum) then 'behaviour'
            when abs(cohort_sum) then 'cohort'
            when abs(coverage_sum) then 'coverage'
            else 'segment'
        end as largest_part
    from joined
),

parted as (
    select
        *,
        case
            when largest_sum is not null and largest_part = 'behaviour'
                then {{ round_score('behaviour_sum + rest_points') }}
            when change is not null then behaviour_sum
        end as behaviour_points,
        case
            when largest_sum is not null and largest_part = 'cohort'
                then {{ round_score('cohort_sum + rest_points') }}
            when change is not null then cohort_sum
        end as cohort_points,
        case
            when largest_sum is not null and largest_part = 'coverage'
                then {{ round_score('coverage_sum + rest_points') }}
            when change is not null then coverage_sum
        end as coverage_points,
        case
            when largest_sum is not null and largest_part = 'segment'
                then {{ round_score('segment_sum + rest_points') }}
            when change is not null then segment_sum
        end as segment_points
    from rested
),

worded as (
    select
        *,
        case
            when {{ round_to('behaviour_points', 1) }} = 0 then ''
            else
                ', behaviour ' || case when behaviour_points > 0 then '+' else '' end
                || {{ points_text('behaviour_points') }}
        end
        || case
            when {{ round_to('cohort_points', 1) }} = 0 then ''
            else
                ', peers ' || case when cohort_points > 0 then '+' else '' end
                || {{ points_text('cohort_points') }}
        end
        || case
            when {{ round_to('coverage_points', 1) }} = 0 then ''
            else
                ', data coverage ' || case when coverage_points > 0 then '+' else '' end
                || {{ points_text('coverage_points') }}
        end
        || case
            when {{ round_to('rules_points', 1) }} = 0 then ''
            else
                ', new rules ' || case when rules_points > 0 then '+' else '' end
                || {{ points_text('rules_points') }}
        end
        || case
            when {{ round_to('segment_points', 1) }} = 0 then ''
            else
                ', new segment ' || case when segment_points > 0 then '+' else '' end
                || {{ points_text('segment_points') }}
        end
        || case
            when {{ round_to('override_points', 1) }} = 0 then ''
            else
                ', set by hand ' || case when override_points > 0 then '+' else '' end
                || {{ points_text('override_points') }}
        end as parts_text,
        case
            when coalesce({{ round_to('moved_1_points', 1) }}, 0) = 0 then ''
            else
                ', ' || moved_1_name || ' '
                || case when moved_1_points > 0 then '+' else '' end
                || {{ points_text('moved_1_points') }}
        end
        || case
            when coalesce({{ round_to('moved_2_points', 1) }}, 0) = 0 then ''
            else
                ', ' || moved_2_name || ' '
                || case when moved_2_points > 0 then '+' else '' end
                || {{ points_text('moved_2_points') }}
        end
        || case
            when coalesce({{ round_to('moved_3_points', 1) }}, 0) = 0 then ''
            else
                ', ' || moved_3_name || ' '
                || case when moved_3_points > 0 then '+' else '' end
                || {{ points_text('moved_3_points') }}
        end as moved_text
    from parted
),

final as (
    select
        worded.account_id,
        worded.snapshot_week,
        worded.scorecard_id,
        worded.version,
        worded.version_1_week_ago,
        worded.segment,
        worded.segment_1_week_ago,
        worded.score,
        worded.score_1_week_ago,
        worded.band,
        worded.band_1_week_ago,
        worded.comparison,
        worded.change,
        worded.behaviour_points,
        worded.cohort_points,
        worded.coverage_points,
        worded.rules_points,
        worded.segment_points,
        worded.override_points,
        worded.moved_1_signal_id,
        worded.moved_1_name,
        worded.moved_1_points,
        worded.moved_2_signal_id,
        worded.moved_2_name,
        worded.moved_2_points,
        worded.moved_3_signal_id,
        worded.moved_3_name,
        worded.moved_3_points,
        trends.score_4_weeks_ago,
        trends.change_4_weeks,
        trends.rules_points_4_weeks,
        trends.slope_4_weeks,
        trends.direction_4_weeks,
        trends.score_13_weeks_ago,
        trends.change_13_weeks,
        trends.rules_points_13_weeks,
        trends.slope_13_weeks,
        trends.direction_13_weeks,
        case
            when worded.comparison = 'no_score' then 'No score, now or a week ago'
            when worded.comparison = 'no_score_now' then 'No score any more'
            when worded.comparison = 'new_on_card' then 'Not on this card a week ago'
            when worded.comparison = 'no_score_before' then 'No score a week ago'
            when {{ round_to('worded.change', 1) }} = 0 then 'Unchanged on last week'
            when worded.change > 0
                then {{ points_text('worded.change') }} || ' up on last week'
            else {{ points_text('abs(worded.change)') }} || ' down on last week'
        end
        || coalesce(': ' || nullif({{ without_lead('worded.parts_text', ', ') }}, ''), '')
        || coalesce(
            '; moved most: ' || nullif({{ without_lead('worded.moved_text', ', ') }}, ''), ''
        )
        || '.' as sentence
    from worded
    inner join trends
        on
            worded.account_id = trends.account_id
            and worded.snapshot_week = trends.snapshot_week
            and worded.scorecard_id = trends.scorecard_id
)

select * from final
{{ stored_by(['scorecard_id', 'version', 'account_id', 'snapshot_week']) }}
