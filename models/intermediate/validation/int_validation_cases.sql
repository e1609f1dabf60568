with account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        is_in_force,
        segment,
        score_calculated,
        case when not is_overridden then band end as band
    from {{ ref('int_banded_scores') }}
    where score_calculated is not null
),

-- Whom the shortest window follows; a longer one follows fewer snapshots, but the same accounts.
followed as (
    select distinct
        account_id,
        snapshot_week
    from {{ ref('int_account_outcomes_weekly') }}
    where is_validated and is_churned is not null
),

account_weeks as (
    select
        account_id,
        snapshot_week,
        tenure_days
    from {{ ref('int_account_weeks') }}
),

usage_signals as (
    select
        account_id,
        snapshot_week,
        value
    from {{ ref('int_account_signals') }}
    where signal_id = 'login_frequency'
),

cases as (
    select
        account_scores.account_id,
        account_scores.snapshot_week,
        account_scores.scorecard_id,
        account_scores.version,
        account_scores.is_in_force,
        account_scores.segment,
        account_scores.band,
        account_scores.score_calculated,
        cast(account_weeks.tenure_days as {{ type_double() }}) as tenure,
        usage_signals.value as active_days,
        last_scores.score_calculated as score_last_week
    from account_scores
    inner join followed
        on
            account_scores.account_id = followed.account_id
            and account_scores.snapshot_week = followed.snapshot_week
    inner join account_weeks
        on
            account_scores.account_id = account_weeks.account_id
            and account_scores.snapshot_week = account_weeks.snapshot_week
    left join usage_signals
        on
            account_scores.account_id = usage_signals.account_id
            and account_scores.snapshot_week = usage_signals.snapshot_week
    left join account_scores as last_scores
        on
            account_scores.account_id = last_scores.account_id
            and account_scores.scorecard_id = last_scores.scorecard_id
            and account_scores.version = last_scores.version
            and account_scores.snapshot_week = {{ weeks_after('last_scores.snapshot_week', 1) }}
),

-- The naive scores stand on the rows of the card, so that all are asked about the same accounts.
final as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        is_in_force,
        segment,
        'card' as predictor,
        {{ round_score('score_calculated') }} as score,
        band
    from cases
    where score_calculated is not null
    union all
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        is_in_force,
        segment,
        'tenure' as predictor,
        {{ round_score('tenure') }} as score,
        cast(null as {{ type_text() }}) as band
    from cases
    where tenure is not null
    union all
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        is_in_force,
        segment,
        'usage' as predictor,
        {{ round_score('active_days') }} as score,
        cast(null as {{ type_text() }}) as band
    from cases
    where active_days is not null
    union all
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        is_in_force,
        segment,
        'last_week' as predictor,
        {{ round_score('score_last_week') }} as score,
        cast(null as {{ type_text() }}) as band
    from cases
    where score_last_week is not null
)

select * from final
