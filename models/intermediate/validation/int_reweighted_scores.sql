with parameters as (
    select max(value) as lead_days
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*' and parameter = 'suggestion_lead_days'
),

later_snapshots as (
    select distinct
        power_by_snapshot.snapshot_week,
        power_by_snapshot.lead_days
    from {{ ref('int_signal_power_by_snapshot') }} as power_by_snapshot
    inner join parameters on power_by_snapshot.lead_days = parameters.lead_days
    where power_by_snapshot.is_later
),

-- Outcomes by the accounts' own segment, and again under the weights of `*`.
outcomes as (
    select
        outcomes_weekly.account_id,
        outcomes_weekly.snapshot_week,
        outcomes_weekly.segment,
        outcomes_weekly.is_churned
    from {{ ref('int_account_outcomes_weekly') }} as outcomes_weekly
    inner join later_snapshots
        on
            outcomes_weekly.snapshot_week = later_snapshots.snapshot_week
            and outcomes_weekly.lead_days = later_snapshots.lead_days
    where outcomes_weekly.is_churned is not null
),

outcomes_by_segment as (
    select
        account_id,
        snapshot_week,
        segment,
        is_churned
    from outcomes
    union all
    select
        account_id,
        snapshot_week,
        '*' as segment,
        is_churned
    from outcomes
),

-- Whoever the card gives no score has none under other weights either.
account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version
    from {{ ref('int_banded_scores') }}
    where
        score_calculated is not null
        and snapshot_week in (select later_snapshots.snapshot_week from later_snapshots)
),

signal_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        signal_id,
        score
    from {{ ref('int_signal_scores') }}
    where
        score is not null
        and snapshot_week in (select later_snapshots.snapshot_week from later_snapshots)
),

weights as (
    select
        scorecard_id,
        version,
        segment,
        category_id,
        signal_id,
        category_weight,
        signal_weight,
        suggested_category_weight,
        suggested_signal_weight
    from {{ ref('int_suggested_weights') }}
),

-- As the engine does it: within the category over what is present, then over its categories.
categories as (
    select
        outcomes_by_segment.account_id,
        outcomes_by_segment.snapshot_week,
        weights.scorecard_id,
        weights.version,
        weights.segment,
        outcomes_by_segment.is_churned,
        weights.category_id,
        max(weights.category_weight) as category_weight,
        max(weights.suggested_category_weight) as suggested_category_weight,
        sum(weights.signal_weight * signal_scores.score) / nullif(sum(weights.signal_weight), 0)
            as score,
        sum(weights.suggested_signal_weight * signal_scores.score)
        / nullif(sum(weights.suggested_signal_weight), 0) as suggested_score
    from signal_scores
    inner join account_scores
        on
            signal_scores.account_id = account_scores.account_id
            and signal_scores.snapshot_week = account_scores.snapshot_week
            and signal_scores.scorecard_id = account_scores.scorecard_id
            and signal_scores.version = account_scores.version
    inner join outcomes_by_segment
        on
            signal_scores.account_id = outcomes_by_segment.account_id
            and signal_scores.snapshot_week = outcomes_by_segment.snapshot_week
    inner join weights
        on
            signal_scores.scorecard_id = weights.scorecard_id
            and signal_scores.version = weights.version
            and signal_scores.signal_id = weights.signal_id
            and outcomes_by_segment.segment = weights.segment
    group by 1, 2, 3, 4, 5, 6, 7
),

totals as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        segment,
        is_churned,
        sum(category_weight * score)
        / nullif(sum(case when score is not null then category_weight end), 0) as score,
        sum(suggested_category_weight * suggested_score)
        / nullif(sum(case when suggested_score is not null then suggested_category_weight end), 0)
            as suggested_score
    from categories
    group by 1, 2, 3, 4, 5, 6
),

final as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        segment,
        is_churned,
        {{ round_score('score') }} as score,
        {{ round_score('suggested_score') }} as suggested_score
    from totals
    where score is not null and suggested_score is not null
)

select * from final
