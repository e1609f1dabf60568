with categories as (
    select
        account_hash,
        snapshot_week,
        version_hash,
        category_hash,
        category_weight,
        n_signals,
        n_observed,
        present_weight,
        points,
        applicable_weight,
        observed_weight
    from {{ ref('int_category_scores') }}
    where {{ in_open_cells() }}
),

category_ids as (
    select distinct
        category_hash,
        category_id
    from {{ ref('int_scorecard_rules') }}
),

account_scores as (
    select
        account_id,
        account_hash,
        snapshot_week,
        scorecard_id,
        version,
        version_hash,
        is_in_force,
        scale_max,
        rollup,
        total_weight,
        present_category_weight,
        score_calculated
    from {{ ref('int_account_scores') }}
    where {{ in_open_versions() }}
),

-- Weight as it counts: the category's share of what is present.
weighted as (
    select
        account_scores.account_id,
        categories.account_hash,
        categories.snapshot_week,
        account_scores.scorecard_id,
        account_scores.version,
        categories.version_hash,
        category_ids.category_id,
        categories.category_hash,
        account_scores.is_in_force,
        account_scores.scale_max,
        account_scores.rollup,
        categories.category_weight,
        categories.present_weight,
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
    inner join category_ids on categories.category_hash = category_ids.category_hash
    inner join account_scores
        on
            categories.account_hash = account_scores.account_hash
            and categories.snapshot_week = account_scores.snapshot_week
            and categories.version_hash = account_scores.version_hash
),

final as (
    select
        account_id,
        account_hash,
        snapshot_week,
        scorecard_id,
        version,
        version_hash,
        category_id,
        category_hash,
        is_in_force,
        scale_max,
        rollup,
        present_weight,
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
