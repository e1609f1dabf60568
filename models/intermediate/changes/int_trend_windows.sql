{{ config(materialized='view') }}

with scorecards as (
    select scorecard_id
    from {{ ref('scorecards') }}
),

scorecard_parameters as (
    select
        scorecard_id,
        parameter,
        value
    from {{ ref('scorecard_parameters') }}
),

-- A card without a row of its own takes that of all cards.
parameters as (
    select
        scorecards.scorecard_id,
        own_or_all.parameter,
        coalesce(
            max(case when own_or_all.scorecard_id <> '*' then own_or_all.value end),
            max(own_or_all.value)
        ) as value
    from scorecards
    inner join scorecard_parameters as own_or_all
        on own_or_all.scorecard_id in (scorecards.scorecard_id, '*')
    group by 1, 2
),

final as (
    select
        scorecard_id,
        'short' as trend,
        max(case when parameter = 'trend_short_weeks' then value end) as n_weeks,
        max(case when parameter = 'trend_short_least_scores' then value end) as least_scores,
        max(case when parameter = 'trend_short_steady_slope' then value end) as steady_slope
    from parameters
    group by 1
    union all
    select
        scorecard_id,
        'long' as trend,
        max(case when parameter = 'trend_long_weeks' then value end) as n_weeks,
        max(case when parameter = 'trend_long_least_scores' then value end) as least_scores,
        max(case when parameter = 'trend_long_steady_slope' then value end) as steady_slope
    from parameters
    group by 1
)

select * from final
