{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_month',
    on_schema_change='fail',
) }}

with trends as (
    select
        snapshot_month,
        snapshot_week,
        is_complete,
        scorecard_id,
        segment,
        version,
        is_same_version,
        n_accounts,
        n_accounts_in_band,
        mean_score,
        median_score,
        share_healthy,
        share_at_risk,
        share_critical,
        mean_weight_observed,
        n_new_accounts,
        n_churned_accounts,
        change_n_accounts,
        change_mean_score,
        change_median_score,
        change_share_healthy,
        change_share_at_risk,
        change_share_critical,
        change_mean_weight_observed
    from {{ ref('int_health_trends_monthly') }}
    where {{ in_rescored_months() }}
),

final as (
    select
        *,
        segment = '*' as is_total,
        scorecard_id = 'health' as is_leading_card
    from trends
)

select * from final
