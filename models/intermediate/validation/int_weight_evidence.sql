with parameters as (
    select
        max(case when parameter = 'suggestion_lead_days' then value end) as lead_days,
        max(case when parameter = 'least_events' then value end) as least_events,
        max(case when parameter = 'prior_events' then value end) as prior_events
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*'
),

present_weights as (
    select
        scorecard_id,
        version,
        segment,
        category_id,
        signal_id,
        category_weight,
        signal_weight,
        weight
    from {{ ref('int_present_weights') }}
),

-- What signals showed before the snapshots by which the suggestion is judged.
powers as (
    select
        power_by_snapshot.scorecard_id,
        power_by_snapshot.version,
        power_by_snapshot.segment,
        power_by_snapshot.signal_id,
        cast(sum(power_by_snapshot.n_events) as integer) as n_events,
        {{ exact_sum('power_by_snapshot.n_pairs * power_by_snapshot.auc') }}
        / nullif(sum(power_by_snapshot.n_pairs), 0) as auc
    from {{ ref('int_signal_power_by_snapshot') }} as power_by_snapshot
    inner join parameters on power_by_snapshot.lead_days = parameters.lead_days
    where
        not power_by_snapshot.is_later
        and power_by_snapshot.reading = 'score'
        and power_by_snapshot.auc is not null
    group by 1, 2, 3, 4
),

-- What seems to know the outcome at any lead time and for anybody teaches nothing.
leaks as (
    select distinct
        scorecard_id,
        version,
        signal_id
    from {{ ref('int_signal_power') }}
    where leakage is not null
),

with_evidence as (
    select
        present_weights.*,
        powers.auc,
        coalesce(powers.n_events, 0) as n_events,
        coalesce(max(powers.n_events) over (
            partition by
                present_weights.scorecard_id,
                present_weights.version,
                present_weights.segment
        ), 0) >= parameters.least_events as has_enough_events,
        leaks.signal_id is not null as is_suspected_leakage,
        parameters.prior_events
    from present_weights
    cross join parameters
    left join powers
        on
            present_weights.scorecard_id = powers.scorecard_id
            and present_weights.version = powers.version
            and present_weights.segment = powers.segment
            and present_weights.signal_id = powers.signal_id
    left join leaks
        on
            present_weights.scorecard_id = leaks.scorecard_id
            and present_weights.version = leaks.version
            and present_weights.signal_id = leaks.signal_id
),

with_lessons as (
    select
        *,
        has_enough_events and auc is not null and not is_suspected_leakage as is_learned
    from with_evidence
    where has_enough_events or segment = '*'
),

final as (
    select
        scorecard_id,
        version,
        segment,
        category_id,
        signal_id,
        category_weight,
        signal_weight,
        weight,
        n_events,
        auc,
        is_suspected_leakage,
        has_enough_events,
        is_learned,
        -- The present weights count as much as so many events.
        case when is_learned then n_events / (n_events + prior_events) else 0 end as trust
    from with_lessons
)

select * from final
