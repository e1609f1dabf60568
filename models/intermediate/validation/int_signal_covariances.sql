with parameters as (
    select max(value) as lead_days
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*' and parameter = 'suggestion_lead_days'
),

-- The newer snapshots judge what these teach.
older_snapshots as (
    select distinct
        power_by_snapshot.snapshot_week,
        power_by_snapshot.lead_days
    from {{ ref('int_signal_power_by_snapshot') }} as power_by_snapshot
    inner join parameters on power_by_snapshot.lead_days = parameters.lead_days
    where not power_by_snapshot.is_later
),

outcomes as (
    select
        outcomes_weekly.account_id,
        outcomes_weekly.snapshot_week,
        outcomes_weekly.segment,
        case when outcomes_weekly.is_churned then 1 else 0 end as n_events
    from {{ ref('int_account_outcomes_weekly') }} as outcomes_weekly
    inner join older_snapshots
        on
            outcomes_weekly.snapshot_week = older_snapshots.snapshot_week
            and outcomes_weekly.lead_days = older_snapshots.lead_days
    where outcomes_weekly.is_churned is not null
),

outcomes_by_segment as (
    select
        account_id,
        snapshot_week,
        segment,
        n_events
    from outcomes
    union all
    select
        account_id,
        snapshot_week,
        '*' as segment,
        n_events
    from outcomes
),

weights as (
    select
        scorecard_id,
        version,
        segment,
        signal_id
    from {{ ref('int_present_weights') }}
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
        status in ('scored', 'carried_forward')
        and snapshot_week in (select older_snapshots.snapshot_week from older_snapshots)
),

-- Each snapshot by itself: what all accounts have in common there says nothing about one.
cases as (
    select
        weights.scorecard_id,
        weights.version,
        weights.segment,
        weights.signal_id,
        outcomes_by_segment.account_id,
        outcomes_by_segment.snapshot_week,
        outcomes_by_segment.n_events,
        signal_scores.score - avg(signal_scores.score) over (
            partition by
                weights.scorecard_id,
                weights.version,
                weights.segment,
                weights.signal_id,
                outcomes_by_segment.snapshot_week
        ) as distance
    from signal_scores
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
),

-- A signal that never differs within a snapshot cannot tell accounts apart.
spreads as (
    select
        scorecard_id,
        version,
        segment,
        signal_id,
        sqrt(sum(distance * distance)) as spread,
        -sum(distance * n_events) / sqrt(sum(distance * distance)) as pull
    from cases
    group by 1, 2, 3, 4
    having max(abs({{ round_score('distance') }})) > 0
),

-- A missing score counts as that of the average account.
products as (
    select
        cases.scorecard_id,
        cases.version,
        cases.segment,
        cases.signal_id,
        other_cases.signal_id as other_signal_id,
        sum(cases.distance * other_cases.distance) as product
    from cases
    inner join cases as other_cases
        on
            cases.scorecard_id = other_cases.scorecard_id
            and cases.version = other_cases.version
            and cases.segment = other_cases.segment
            and cases.account_id = other_cases.account_id
            and cases.snapshot_week = other_cases.snapshot_week
    group by 1, 2, 3, 4, 5
),

final as (
    select
        products.scorecard_id,
        products.version,
        products.segment,
        products.signal_id,
        products.other_signal_id,
        spreads.spread,
        spreads.pull,
        products.product / (spreads.spread * other_spreads.spread) as correlation
    from products
    inner join spreads
        on
            products.scorecard_id = spreads.scorecard_id
            and products.version = spreads.version
            and products.segment = spreads.segment
            and products.signal_id = spreads.signal_id
    inner join spreads as other_spreads
        on
            products.scorecard_id = other_spreads.scorecard_id
            and products.version = other_spreads.version
            and products.segment = other_spreads.segment
            and products.other_signal_id = other_spreads.signal_id
)

select * from final
