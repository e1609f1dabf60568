{{ config(materialized='view') }}

with account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        segment,
        score_calculated,
        band
    from {{ ref('int_banded_scores') }}
    where is_in_force and score_calculated is not null and not is_overridden
),

-- As known at the snapshot, and dropped while billing was silent.
money_changes as (
    select
        account_id,
        snapshot_week,
        value as money_change
    from {{ ref('int_account_signals') }}
    where signal_id = 'expansion_signals' and value is not null
),

bands as (
    select
        scorecard_id,
        version,
        band_id,
        label as band_label,
        rank = max(rank) over (partition by scorecard_id, version) as is_best
    from {{ ref('int_bands') }}
    where not is_status
),

parameters as (
    select
        scorecard_id,
        parameter,
        value
    from {{ ref('validation_parameters') }}
),

compared_cards as (
    select scorecard_id
    from parameters
    where parameter = 'is_compared_with_money' and value = 1
),

limits as (
    select
        max(case when parameter = 'money_least_change' then value end) as least_change,
        max(case when parameter = 'review_lead_days' then value end) as lead_days
    from parameters
    where scorecard_id = '*'
),

windows as (
    select
        snapshot_week,
        lead_days,
        is_combined
    from {{ ref('int_outcome_windows') }}
),

outcomes as (
    select
        account_id,
        snapshot_week,
        lead_days,
        is_churned,
        net_revenue_change
    from {{ ref('int_account_outcomes_weekly') }}
),

final as (
    select
        account_scores.account_id,
        account_scores.snapshot_week,
        account_scores.scorecard_id,
        account_scores.version,
        account_scores.segment,
        account_scores.score_calculated,
        account_scores.band,
        bands.band_label,
        money_changes.money_change,
        case
            when bands.is_best and money_changes.money_change <= -limits.least_change
                then 'healthy_but_contracting'
            when not bands.is_best and money_changes.money_change >= limits.least_change
                then 'unhealthy_but_expanding'
            else 'none'
        end as disagreement,
        cast(limits.lead_days as integer) as lead_days,
        coalesce(windows.is_combined, false) as is_combined,
        outcomes.is_churned,
        outcomes.net_revenue_change
    from account_scores
    inner join compared_cards on account_scores.scorecard_id = compared_cards.scorecard_id
    inner join bands
        on
            account_scores.scorecard_id = bands.scorecard_id
            and account_scores.version = bands.version
            and account_scores.band = bands.band_id
    inner join money_changes
        on
            account_scores.account_id = money_changes.account_id
            and account_scores.snapshot_week = money_changes.snapshot_week
    cross join limits
    left join windows
        on
            account_scores.snapshot_week = windows.snapshot_week
            and limits.lead_days = windows.lead_days
    left join outcomes
        on
            account_scores.account_id = outcomes.account_id
            and account_scores.snapshot_week = outcomes.snapshot_week
            and limits.lead_days = outcomes.lead_days
)

select * from final
