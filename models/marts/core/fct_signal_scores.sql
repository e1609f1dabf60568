{{ config(materialized='incremental', incremental_strategy='by_version', on_schema_change='fail') }}

with signals as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        signal_id,
        is_in_force,
        category_id,
        category_weight,
        signal_weight,
        declared_weight,
        method,
        missing_policy,
        is_subjective,
        value,
        level,
        label,
        observed_week,
        scale_point,
        status,
        score,
        has_unread_value
    from {{ ref('int_scored_signals') }}
    where {{ in_open_versions() }}
),

categories as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        category_id,
        present_weight
    from {{ ref('int_category_scores') }}
    where {{ in_open_versions() }}
),

account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        scale_max,
        rollup,
        total_weight,
        present_category_weight,
        score_calculated
    from {{ ref('int_account_scores') }}
    where {{ in_open_versions() }}
),

-- Weight as it counts: the category's share of what is present, split by its present signals.
weighted as (
    select
        signals.*,
        account_scores.rollup,
        account_scores.scale_max,
        case
            when account_scores.score_calculated is not null and signals.score is not null
                then
                    account_scores.total_weight
                    * signals.category_weight / nullif(account_scores.present_category_weight, 0)
                    * signals.signal_weight / nullif(categories.present_weight, 0)
        end as applied_weight
    from signals
    inner join categories
        on
            signals.account_id = categories.account_id
            and signals.snapshot_week = categories.snapshot_week
            and signals.scorecard_id = categories.scorecard_id
            and signals.version = categories.version
            and signals.category_id = categories.category_id
    inner join account_scores
        on
            signals.account_id = account_scores.account_id
            and signals.snapshot_week = account_scores.snapshot_week
            and signals.scorecard_id = account_scores.scorecard_id
            and signals.version = account_scores.version
),

final as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        signal_id,
        is_in_force,
        category_id,
        method,
        missing_policy,
        is_subjective,
        value,
        level,
        label,
        observed_week,
        scale_point,
        status,
        score,
        declared_weight,
        applied_weight,
        applied_weight * score as contribution,
        case when rollup = 'weighted_mean' then applied_weight * (scale_max - score) end
            as points_lost,
        has_unread_value
    from weighted
)

select * from final
