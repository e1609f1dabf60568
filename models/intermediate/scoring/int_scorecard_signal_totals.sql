{{ config(materialized='view') }}

with scorecards as (
    select
        scorecard_id,
        rollup
    from {{ ref('scorecards') }}
),

categories as (
    select
        scorecard_id,
        version,
        category_id,
        weight
    from {{ ref('int_scorecard_category_weights') }}
    where segment = '*'
),

signals as (
    select
        signal_id,
        coalesce(is_subjective, false) as is_subjective
    from {{ ref('signals') }}
),

scorecard_signals as (
    select
        scorecard_id,
        version,
        category_id,
        signal_id,
        weight
    from {{ ref('int_scorecard_signal_weights') }}
    where segment = '*'
),

signal_weights as (
    select
        scorecard_signals.scorecard_id,
        scorecard_signals.version,
        signals.is_subjective,
        scorecard_signals.weight
        * case when scorecards.rollup = 'sum' then 1 else categories.weight end as declared_weight
    from scorecard_signals
    inner join scorecards on scorecard_signals.scorecard_id = scorecards.scorecard_id
    inner join signals on scorecard_signals.signal_id = signals.signal_id
    inner join categories
        on
            scorecard_signals.scorecard_id = categories.scorecard_id
            and scorecard_signals.version = categories.version
            and scorecard_signals.category_id = categories.category_id
),

final as (
    select
        scorecard_id,
        version,
        cast(count(*) as integer) as n_signals,
        cast(sum(case when is_subjective then 1 else 0 end) as integer) as n_subjective_signals,
        {{ exact_sum('case when is_subjective then declared_weight else 0 end') }}
        / nullif({{ exact_sum('declared_weight') }}, 0) as subjective_share
    from signal_weights
    group by 1, 2
)

select * from final
