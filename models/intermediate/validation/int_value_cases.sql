with parameters as (
    select max(value) as high_value_mid_rank
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*' and parameter = 'high_value_mid_rank'
),

cards as (
    select
        scorecard_id,
        count(*) over () as n_cards
    from {{ ref('validation_parameters') }}
    where parameter = 'identifies_value' and value = 1
),

best_bands as (
    select
        scorecard_id,
        version,
        max(rank) as band_rank
    from {{ ref('bands') }}
    group by 1, 2
),

future_revenues as (
    select
        account_id,
        snapshot_week,
        revenue_before,
        revenue_after
    from {{ ref('int_value_revenues') }}
    where revenue_after is not null
),

-- What was set by hand is not the card's word.
card_scores as (
    select
        account_scores.account_id,
        account_scores.snapshot_week,
        account_scores.scorecard_id as predictor,
        account_scores.version,
        account_scores.score_calculated as score,
        account_scores.band_rank = best_bands.band_rank as is_named,
        cards.n_cards
    from {{ ref('int_banded_scores') }} as account_scores
    inner join cards on account_scores.scorecard_id = cards.scorecard_id
    inner join best_bands
        on
            account_scores.scorecard_id = best_bands.scorecard_id
            and account_scores.version = best_bands.version
    where
        account_scores.is_in_force
        and not account_scores.is_overridden
        and account_scores.score_calculated is not null
),

followed as (
    select
        card_scores.*,
        {{ round_score('future_revenues.revenue_before') }} as revenue_before,
        {{ round_score('future_revenues.revenue_after') }} as revenue_after,
        count(*) over (partition by card_scores.account_id, card_scores.snapshot_week) as n_scores
    from card_scores
    inner join future_revenues
        on
            card_scores.account_id = future_revenues.account_id
            and card_scores.snapshot_week = future_revenues.snapshot_week
),

-- All predictors are asked about the same accounts: those that every card scores.
compared as (
    select
        account_id,
        snapshot_week,
        predictor,
        version,
        score,
        is_named,
        revenue_before,
        revenue_after
    from followed
    where n_scores = n_cards
),

accounts as (
    select distinct
        account_id,
        snapshot_week,
        revenue_before,
        revenue_after
    from compared
),

ranked as (
    select
        account_id,
        snapshot_week,
        revenue_before,
        revenue_after,
        {{ round_score(mid_rank(
            peers_below('revenue_before', 'snapshot_week'),
            peers_equal('revenue_before', 'snapshot_week'),
            peers_counted('revenue_before', 'snapshot_week'),
        )) }} as revenue_before_rank,
        {{ round_score(mid_rank(
            peers_below('revenue_after', 'snapshot_week'),
            peers_equal('revenue_after', 'snapshot_week'),
            peers_counted('revenue_after', 'snapshot_week'),
        )) }} as revenue_after_rank
    from accounts
),

truths as (
    select
        ranked.account_id,
        ranked.snapshot_week,
        ranked.revenue_before,
        ranked.revenue_after,
        ranked.revenue_before_rank >= parameters.high_value_mid_rank as was_high_value,
        ranked.revenue_after_rank >= parameters.high_value_mid_rank as is_high_value
    from ranked
    cross join parameters
),

-- Two yardsticks beside the cards: nobody, and whoever pays most today.
by_predictor as (
    select
        account_id,
        snapshot_week,
        predictor,
        version,
        score,
        is_named
    from compared
    union all
    select
        account_id,
        snapshot_week,
        'nobody' as predictor,
        'none' as version,
        0 as score,
        false as is_named
    from truths
    union all
    select
        account_id,
        snapshot_week,
        'recurring_revenue' as predictor,
        'none' as version,
        revenue_before as score,
        was_high_value as is_named
    from truths
),

final as (
    select
        by_predictor.account_id,
        by_predictor.snapshot_week,
        by_predictor.predictor,
        by_predictor.version,
        by_predictor.score,
        by_predictor.is_named,
        truths.revenue_after,
        truths.is_high_value
    from by_predictor
    inner join truths
        on
            by_predictor.account_id = truths.account_id
            and by_predictor.snapshot_week = truths.snapshot_week
)

select * from final
