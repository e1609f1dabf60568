{{ config(tags=['rules']) }}

-- Weights of one level sum to 1 (1e-9), on a sum card each is 1; subjective ones keep to a cap.
with scorecards as (
    select
        scorecard_id,
        rollup
    from {{ ref('scorecards') }}
),

categories as (
    select
        scorecards.rollup,
        weights.scorecard_id,
        weights.version,
        weights.segment,
        weights.category_id,
        weights.weight
    from {{ ref('int_scorecard_category_weights') }} as weights
    inner join scorecards on weights.scorecard_id = scorecards.scorecard_id
),

signals as (
    select
        scorecards.rollup,
        weights.scorecard_id,
        weights.version,
        weights.segment,
        weights.category_id,
        weights.signal_id,
        weights.weight,
        coalesce(signals.is_subjective, false) as is_subjective
    from {{ ref('int_scorecard_signal_weights') }} as weights
    inner join scorecards on weights.scorecard_id = scorecards.scorecard_id
    left join {{ ref('signals') }} as signals on weights.signal_id = signals.signal_id
),

caps as (
    select
        scorecard_id,
        value as cap
    from {{ ref('scorecard_parameters') }}
    where parameter = 'max_subjective_weight'
),

category_sums as (
    select
        rollup,
        scorecard_id,
        version,
        segment,
        sum(weight) as total,
        sum(case when weight = 1 then 0 else 1 end) as n_not_one
    from categories
    group by 1, 2, 3, 4
),

signal_sums as (
    select
        scorecard_id,
        version,
        segment,
        category_id,
        sum(weight) as total
    from signals
    where rollup = 'weighted_mean'
    group by 1, 2, 3, 4
),

-- Every set of categories meets the signals that speak for the same segment, and the reverse.
segments as (
    select distinct
        scorecard_id,
        version,
        segment
    from categories
    union distinct
    select distinct
        scorecard_id,
        version,
        segment
    from signals
),

category_segments as (
    select distinct
        scorecard_id,
        version,
        segment
    from categories
),

signal_segments as (
    select distinct
        scorecard_id,
        version,
        segment
    from signals
),

-- A segment without rows of its own has those of `*`.
resolved_segments as (
    select
        segments.scorecard_id,
        segments.version,
        segments.segment,
        coalesce(category_segments.segment, '*') as category_segment,
        coalesce(signal_segments.segment, '*') as signal_segment
    from segments
    left join category_segments
        on
            segments.scorecard_id = category_segments.scorecard_id
            and segments.version = category_segments.version
            and segments.segment = category_segments.segment
    left join signal_segments
        on
            segments.scorecard_id = signal_segments.scorecard_id
            and segments.version = signal_segments.version
            and segments.segment = signal_segments.segment
),

subjective_shares as (
    select
        segments.scorecard_id,
        segments.version,
        segments.segment,
        sum(
            case when signals.is_subjective then signals.weight else 0 end
            * case when signals.rollup = 'sum' then 1 else categories.weight end
        )
        / nullif(
            sum(
                signals.weight * case when signals.rollup = 'sum' then 1 else categories.weight end
            ),
            0
        ) as share
    from resolved_segments as segments
    inner join signals
        on
            segments.scorecard_id = signals.scorecard_id
            and segments.version = signals.version
            and segments.signal_segment = signals.segment
    inner join categories
        on
            signals.scorecard_id = categories.scorecard_id
            and signals.version = categories.version
            and signals.category_id = categories.category_id
            and segments.category_segment = categories.segment
    group by 1, 2, 3
),

-- A card without a cap of its own has the one of row `*`.
capped_shares as (
    select
        subjective_shares.scorecard_id,
        subjective_shares.version,
        subjective_shares.segment,
        subjective_shares.share,
        coalesce(own_caps.cap, default_caps.cap) as cap
    from subjective_shares
    left join caps as own_caps on subjective_shares.scorecard_id = own_caps.scorecard_id
    left join caps as default_caps on default_caps.scorecard_id = '*'
)

select
    'scorecard_categories (' || scorecard_id || ', version ' || version || ', segment ' || segment
    || '): the category weights sum to '
    || coalesce(cast({{ round_to('total', 6) }} as {{ type_text() }}), 'nothing')
    || '. Make them sum to 1.' as problem
from category_sums
where
    total is null
    or (abs(total - 1) > 1e-9 and rollup = 'weighted_mean')
    or (abs(total - 1) > 1e-9 and rollup = 'sum' and n_not_one > 0)
union all
select
    'scorecard_signals (' || scorecard_id || ', version ' || version || ', segment ' || segment
    || ', category ' || category_id || '): the signal weights sum to '
    || coalesce(cast({{ round_to('total', 6) }} as {{ type_text() }}), 'nothing')
    || '. Make them sum to 1.' as problem
from signal_sums
where total is null or abs(total - 1) > 1e-9
union all
select
    'scorecard_signals (' || scorecard_id || ', version ' || version || ', segment ' || segment
    || ', signal ' || signal_id || '): the weight is ' || cast(weight as {{ type_text() }})
    || ' on a card whose rollup is sum. Write 1.' as problem
from signals
where rollup = 'sum' and weight <> 1
union all
select
    'scorecard_signals (' || scorecard_id || ', version ' || version || ', segment ' || segment
    || '): subjective signals hold ' || cast({{ round_to('share', 4) }} as {{ type_text() }})
    || ' of the weight, more than the cap ' || cast(cap as {{ type_text() }})
    || '. Lower their weights, or raise max_subjective_weight in scorecard_parameters.' as problem
from capped_shares
where share > cap + 1e-9
union all
select
    'scorecard_parameters (' || scorecard_id || ', max_subjective_weight): the card has '
    || 'subjective signals and no cap. Give it a row, or row * for every card.' as problem
from capped_shares
where share > 0 and cap is null
