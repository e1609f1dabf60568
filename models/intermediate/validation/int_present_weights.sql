{{ config(materialized='table') }}

-- Signals of a sum weigh 1 each, so only means can be weighted otherwise; a row may exempt a card.
with cards as (
    select scorecards.scorecard_id
    from {{ ref('scorecards') }} as scorecards
    left join {{ ref('validation_parameters') }} as card_parameters
        on
            scorecards.scorecard_id = card_parameters.scorecard_id
            and card_parameters.parameter = 'suggests_weights'
    where scorecards.rollup = 'weighted_mean' and coalesce(card_parameters.value, 1) = 1
),

-- Of a version that is over, nothing is left to decide.
versions as (
    select
        versions_weekly.scorecard_id,
        versions_weekly.version
    from {{ ref('int_scorecard_versions_weekly') }} as versions_weekly
    inner join cards on versions_weekly.scorecard_id = cards.scorecard_id
    where
        versions_weekly.snapshot_week = {{ as_of_week() }}
        and (versions_weekly.is_in_force or versions_weekly.status in ('draft', 'shadow'))
),

-- Each segment by the rows that hold for it, and those of `*`.
rules as (
    select
        scorecard_id,
        version,
        segment,
        category_id,
        signal_id,
        category_weight,
        signal_weight
    from {{ ref('int_scorecard_rules') }}
    union all
    select
        scorecard_signals.scorecard_id,
        scorecard_signals.version,
        scorecard_signals.segment,
        scorecard_signals.category_id,
        scorecard_signals.signal_id,
        scorecard_categories.weight as category_weight,
        scorecard_signals.weight as signal_weight
    from {{ ref('int_scorecard_signal_weights') }} as scorecard_signals
    inner join {{ ref('int_scorecard_category_weights') }} as scorecard_categories
        on
            scorecard_signals.scorecard_id = scorecard_categories.scorecard_id
            and scorecard_signals.version = scorecard_categories.version
            and scorecard_signals.segment = scorecard_categories.segment
            and scorecard_signals.category_id = scorecard_categories.category_id
    where scorecard_signals.segment = '*'
),

final as (
    select
        rules.scorecard_id,
        rules.version,
        rules.segment,
        rules.category_id,
        rules.signal_id,
        rules.category_weight,
        rules.signal_weight,
        rules.category_weight * rules.signal_weight as weight
    from rules
    inner join versions
        on
            rules.scorecard_id = versions.scorecard_id
            and rules.version = versions.version
)

select * from final
