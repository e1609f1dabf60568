{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_snapshot',
    on_schema_change='fail',
) }}

with snapshots as (
    select
        snapshot_week,
        row_number() over (order by snapshot_week) as snapshot_number
    from {{ ref('int_snapshot_weeks') }}
),

windows as (
    select
        scorecard_id,
        trend,
        n_weeks,
        least_scores,
        steady_slope
    from {{ ref('int_trend_windows') }}
),

longest_windows as (
    select
        scorecard_id,
        max(n_weeks) as n_weeks
    from windows
    group by 1
),

changes as (
    select
        changes.account_id,
        changes.snapshot_week,
        changes.scorecard_id,
        changes.score,
        changes.rules_points,
        coalesce(changes.score <> changes.score_calculated, true) as is_set_by_hand,
        snapshots.snapshot_number
    from {{ ref('int_score_changes_weekly') }} as changes
    inner join snapshots on changes.snapshot_week = snapshots.snapshot_week
    inner join longest_windows on changes.scorecard_id = longest_windows.scorecard_id
    where
        {{ in_rescored_snapshots(weeks_after('changes.snapshot_week', 'longest_windows.n_weeks')) }}
),

-- A card of an account by number: what looks back is twenty times as many rows as scores.
summed as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        dense_rank() over (order by account_id, scorecard_id) as card_number,
        score,
        is_set_by_hand,
        snapshot_number,
        coalesce(
            sum(rules_points) over (
                partition by account_id, scorecard_id
                order by snapshot_number
                rows between unbounded preceding and current row
            ),
            0
        ) as rules_so_far
    from changes
),

looks_back as (
    select
        windows.*,
        snapshots.snapshot_number,
        earlier.snapshot_number as earlier_number
    from windows
    cross join snapshots
    inner join snapshots as earlier
        on
            snapshots.snapshot_number >= earlier.snapshot_number
            and snapshots.snapshot_number - windows.n_weeks <= earlier.snapshot_number
    where {{ in_rescored_snapshots('snapshots.snapshot_week') }}
),

-- The step that new rules make is no trend. Scores set by hand are the same under any rules.
trends as (
    select
        summed.card_number,
        summed.snapshot_number,
        looks_back.trend,
        count(earlier.score) as n_scores,
        max(
            case
                when earlier.snapshot_number = summed.snapshot_number - looks_back.n_weeks
                    then earlier.score
            end
        ) as earlier_score,
        max(
            case
                when
                    earlier.score is not null
                    and earlier.snapshot_number = summed.snapshot_number - looks_back.n_weeks
                    then summed.rules_so_far - earlier.rules_so_far
            end
        ) as rules_points,
        {{ slope_of(
            'earlier.score + case when earlier.is_set_by_hand then 0'
            ~ ' else summed.rules_so_far - earlier.rules_so_far end',
            'cast(earlier.snapshot_number as ' ~ type_double() ~ ')'
        ) }} as slope
    from summed
    inner join looks_back
        on
            summed.scorecard_id = looks_back.scorecard_id
            and summed.snapshot_number = looks_back.snapshot_number
    inner join summed as earlier
        on
            summed.card_number = earlier.card_number
            and looks_back.earlier_number = earlier.snapshot_number
    group by 1, 2, 3
),

judged as (
    select
        summed.account_id,
        summed.snapshot_week,
        summed.scorecard_id,
        trends.trend,
        windows.steady_slope,
        trends.earlier_score,
        {{ round_score('summed.score - trends.earlier_score') }} as change,
        {{ round_score('trends.rules_points') }} as rules_points,
        case
            when
                summed.score is not null
                and trends.n_scores >= windows.least_scores
                and trends.n_scores > 1
                then {{ round_score('trends.slope') }}
        end as slope
    from trends
    inner join summed
        on
            trends.card_number = summed.card_number
            and trends.snapshot_number = summed.snapshot_number
    inner join windows
        on
            summed.scorecard_id = windows.scorecard_id
            and trends.trend = windows.trend
),

final as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        max(case when trend = 'short' then earlier_score end) as score_4_weeks_ago,
        max(case when trend = 'short' then change end) as change_4_weeks,
        max(case when trend = 'short' then rules_points end) as rules_points_4_weeks,
        max(case when trend = 'short' then slope end) as slope_4_weeks,
        max(
            case
                when trend <> 'short' then null
                when slope is null then 'N'
                when slope > 0 and slope >= steady_slope then 'U'
                when slope < 0 and slope <= -steady_slope then 'D'
                else 'S'
            end
        ) as direction_4_weeks,
        max(case when trend = 'long' then earlier_score end) as score_13_weeks_ago,
        max(case when trend = 'long' then change end) as change_13_weeks,
        max(case when trend = 'long' then rules_points end) as rules_points_13_weeks,
        max(case when trend = 'long' then slope end) as slope_13_weeks,
        max(
            case
                when trend <> 'long' then null
                when slope is null then 'N'
                when slope > 0 and slope >= steady_slope then 'U'
                when slope < 0 and slope <= -steady_slope then 'D'
                else 'S'
            end
        ) as direction_13_weeks
    from judged
    group by 1, 2, 3
)

select * from final
