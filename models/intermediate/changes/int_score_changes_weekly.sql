{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_snapshot',
    on_schema_change='fail',
) }}

with account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        is_in_force,
        segment,
        score,
        score_calculated,
        band
    from {{ ref('int_banded_scores') }}
    where {{ in_rescored_snapshots(weeks_before=1) }}
),

contributions as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        signal_id,
        applied_weight * score as points
    from {{ ref('int_signal_scores') }}
    where applied_weight is not null and {{ in_rescored_snapshots(weeks_before=1) }}
),

new_parameters as (
    {{ signals_under_new_parameters() }}
),

published as (
    select *
    from account_scores
    where is_in_force and {{ in_rescored_snapshots() }}
),

-- The last score twice: as published, and as the version of now gave it then.
paired as (
    select
        published.*,
        last_scores.account_id is not null as is_on_card_before,
        last_scores.version as version_1_week_ago,
        last_scores.segment as segment_1_week_ago,
        last_scores.score as score_1_week_ago,
        last_scores.score_calculated as calculated_1_week_ago,
        last_scores.band as band_1_week_ago,
        same_rules.score_calculated as same_rules_1_week_ago
    from published
    left join account_scores as last_scores
        on
            published.account_id = last_scores.account_id
            and published.scorecard_id = last_scores.scorecard_id
            and published.snapshot_week = {{ weeks_after('last_scores.snapshot_week', 1) }}
            and last_scores.is_in_force
    left join account_scores as same_rules
        on
            published.account_id = same_rules.account_id
            and published.scorecard_id = same_rules.scorecard_id
            and published.version = same_rules.version
            and published.snapshot_week = {{ weeks_after('same_rules.snapshot_week', 1) }}
),

-- A score set by hand where the rules gave none leaves nothing to tell its parts by.
judged as (
    select
        *,
        case
            when score is null and score_1_week_ago is null then 'no_score'
            when score is null then 'no_score_now'
            when not is_on_card_before then 'new_on_card'
            when score_1_week_ago is null then 'no_score_before'
            when score_calculated is null or calculated_1_week_ago is null then 'override_only'
            when same_rules_1_week_ago is null then 'rules_only'
            else 'compared'
        end as comparison,
        score - score_1_week_ago as change,
        -- Null where the rules gave no score on one side.
        (score - score_calculated) - (score_1_week_ago - calculated_1_week_ago) as override_points
    from paired
),

-- Nothing tells how a signal would have moved under the former window: all of it is the rules'.
parameter_moves as (
    select
        judged.account_id,
        judged.snapshot_week,
        judged.scorecard_id,
        case
            when contributions.snapshot_week = judged.snapshot_week then contributions.points
            else -contributions.points
        end as points
    from judged
    inner join new_parameters
        on
            judged.segment = new_parameters.segment
            and judged.snapshot_week = new_parameters.snapshot_week
    inner join contributions
        on
            judged.account_id = contributions.account_id
            and judged.scorecard_id = contributions.scorecard_id
            and judged.version = contributions.version
            and new_parameters.signal_id = contributions.signal_id
            and contributions.snapshot_week in (
                judged.snapshot_week, {{ weeks_after('judged.snapshot_week', -1) }}
            )
    where judged.comparison = 'compared'
),

moved_by_parameters as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        {{ exact_sum('points') }} as points
    from parameter_moves
    group by 1, 2, 3
),

parts as (
    select
        judged.*,
        case
            when judged.change is null then null
            when judged.comparison = 'override_only' then 0
            when judged.comparison = 'rules_only' then judged.change - judged.override_points
            when judged.version = judged.version_1_week_ago then 0
            else judged.same_rules_1_week_ago - judged.calculated_1_week_ago
        end as version_points,
        coalesce(moved_by_parameters.points, 0) as parameter_points,
        case when judged.change is not null then coalesce(judged.override_points, judged.change) end
            as all_override_points
    from judged
    left join moved_by_parameters
        on
            judged.account_id = moved_by_parameters.account_id
            and judged.snapshot_week = moved_by_parameters.snapshot_week
            and judged.scorecard_id = moved_by_parameters.scorecard_id
),

final as (
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
        score_calculated,
        band,
        band_1_week_ago,
        comparison,
        {{ round_score('change') }} as change,
        {{ round_score('version_points + parameter_points') }} as rules_points,
        {{ round_score('all_override_points') }} as override_points,
        {{ round_score('change - version_points - parameter_points - all_override_points') }}
            as signals_points,
        {{ round_score('parameter_points') }} as parameter_points
    from parts
)

select * from final
