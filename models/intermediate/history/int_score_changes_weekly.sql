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
    from {{ ref('fct_account_scores') }}
    where {{ in_rescored_snapshots(weeks_before=1) }}
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

parts as (
    select
        *,
        case
            when change is null then null
            when comparison = 'override_only' then 0
            when comparison = 'rules_only' then change - override_points
            when version = version_1_week_ago then 0
            else same_rules_1_week_ago - calculated_1_week_ago
        end as rules_points,
        case when change is not null then coalesce(override_points, change) end
            as all_override_points
    from judged
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
        {{ round_score('rules_points') }} as rules_points,
        {{ round_score('all_override_points') }} as override_points,
        {{ round_score('change - rules_points - all_override_points') }} as signals_points
    from parts
)

select * from final
