{{ config(materialized='incremental', incremental_strategy='by_version', on_schema_change='fail') }}

with categories as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        category_id,
        category_weight,
        n_signals,
        n_observed,
        present_weight,
        points,
        applicable_weight,
        observed_weight
    from {{ ref('int_category_scores') }}
    where {{ in_open_versions() }}
),

account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        is_in_force,
        total_weight,
        present_category_weight,
        score_calculated
    from {{ ref('int_account_scores') }}
    where {{ in_open_versions() }}
),

weighted as (
    select
        categories.account_id,
        categories.snapshot_week,
        categories.scorecard_id,
        categories.version,
        categories.category_id,
        account_scores.is_in_force,
        categories.category_weight,
        categories.n_signals,
        categories.n_observed,
        categories.points / nullif(categories.present_weight, 0) as score,
        categories.observed_weight / nullif(categories.applicable_weight, 0) as weight_observed,
        case
            when account_scores.score_calculated is not null and categories.present_weight > 0
                then
                    account_scores.total_weight * categories.category_weight
                    / nullif(account_scores.present_category_weight, 0)
        end as applied_weight
    from categories
    inner join account_scores
        on
            categories.account_id = account_scores.account_id
            and categories.snapshot_week = account_scores.snapshot_week
            and categories.scorecard_id = account_scores.scorecard_id
            and categories.version = account_scores.version
),

final as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        category_id,
        is_in_force,
        {{ round_score('score') }} as score,
        category_weight as declared_weight,
        applied_weight,
        applied_weight * score as contribution,
        {{ round_score('weight_observed') }} as weight_observed,
        cast(n_signals as integer) as n_signals,
        cast(n_observed as integer) as n_observed
    from weighted
)

select * from final
