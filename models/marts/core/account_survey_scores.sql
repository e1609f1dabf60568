{{ config(
    materialized='incremental',
    incremental_strategy='by_snapshot',
    on_schema_change='fail',
) }}

with survey_scores as (
    select
        account_id,
        snapshot_week,
        signal_id,
        n_answers,
        answer_mean,
        total_weight,
        segment_mean,
        value
    from {{ ref('int_survey_scores_weekly') }}
    where {{ in_open_snapshots() }}
),

account_weeks as (
    select
        account_id,
        snapshot_week,
        account_name,
        segment
    from {{ ref('int_account_weeks') }}
    where
        {{ in_open_snapshots() }}
        and is_alive
),

final as (
    select
        survey_scores.account_id,
        survey_scores.snapshot_week,
        survey_scores.signal_id,
        account_weeks.account_name,
        account_weeks.segment,
        survey_scores.n_answers,
        {{ round_to('survey_scores.answer_mean', 2) }} as answer_mean,
        {{ round_to('survey_scores.total_weight', 2) }} as total_weight,
        {{ round_to('survey_scores.segment_mean', 2) }} as segment_mean,
        {{ round_to('survey_scores.value', 2) }} as value
    from survey_scores
    inner join account_weeks
        on
            survey_scores.account_id = account_weeks.account_id
            and survey_scores.snapshot_week = account_weeks.snapshot_week
)

select * from final
