{% set rule_set = 'scorecard_id, version, segment' %}

with parameters as (
    select
        max(case when parameter = 'suggestion_lead_days' then value end) as lead_days,
        max(case when parameter = 'least_events' then value end) as least_events,
        max(case when parameter = 'leakage_auc' then value end) as leakage_auc,
        max(case when parameter = 'chance_auc' then value end) as chance_auc,
        max(case when parameter = 'prior_events' then value end) as prior_events,
        max(case when parameter = 'least_share_kept' then value end) as least_share_kept
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*'
),

present_weights as (
    select
        {{ rule_set }},
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
    where not power_by_snapshot.is_later and power_by_snapshot.auc is not null
    group by 1, 2, 3, 4
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
        powers.n_events >= parameters.least_events
        and (powers.auc > parameters.leakage_auc or 1 - powers.auc > parameters.leakage_auc)
            as is_suspected_leakage,
        parameters.chance_auc,
        parameters.prior_events,
        parameters.least_share_kept
    from present_weights
    cross join parameters
    left join powers
        on
            present_weights.scorecard_id = powers.scorecard_id
            and present_weights.version = powers.version
            and present_weights.segment = powers.segment
            and present_weights.signal_id = powers.signal_id
),

-- Power is how far the AUC stands above chance. What points the wrong way has none; what shows
-- nothing or seems to know the outcome keeps its weight.
with_power as (
    select
        *,
        case
            when has_enough_events and auc is not null and not coalesce(is_suspected_leakage, false)
                then greatest(auc - chance_auc, 0)
        end as power
    from with_evidence
    where has_enough_events or segment = '*'
),

-- Signals of known power share by it what they weigh together.
learned as (
    select
        *,
        case
            when sum(power) over (partition by {{ rule_set }}) > 0 and power is not null
                then
                    power / sum(power) over (partition by {{ rule_set }})
                    * sum(case when power is not null then weight end)
                        over (partition by {{ rule_set }})
            else weight
        end as learned_weight,
        -- The present weights count as much as so many events.
        case when power is null then 0 else n_events / (n_events + prior_events) end as trust
    from with_power
),

mixed as (
    select
        *,
        trust * learned_weight + (1 - trust) * weight as mixed_weight
    from learned
),

-- A share of the present weight is kept whatever was learned.
suggested as (
    select
        *,
        least_share_kept * weight
        + (1 - least_share_kept) * mixed_weight
        / nullif(sum(mixed_weight) over (partition by {{ rule_set }}), 0) as suggested_weight
    from mixed
),

categories as (
    select
        {{ rule_set }},
        category_id,
        sum(suggested_weight) as suggested_weight,
        row_number() over (
            partition by {{ rule_set }}
            order by sum(suggested_weight) desc, category_id asc
        ) as place
    from suggested
    group by 1, 2, 3, 4
),

rounded_categories as (
    select
        {{ rule_set }},
        category_id,
        suggested_weight,
        {{ rounded_share('suggested_weight', 'place = 1', rule_set) }} as suggested_category_weight
    from categories
),

within_categories as (
    select
        suggested.*,
        rounded_categories.suggested_category_weight,
        suggested.suggested_weight / rounded_categories.suggested_weight as share_of_category,
        row_number() over (
            partition by
                suggested.scorecard_id,
                suggested.version,
                suggested.segment,
                suggested.category_id
            order by suggested.suggested_weight desc, suggested.signal_id asc
        ) as place
    from suggested
    inner join rounded_categories
        on
            suggested.scorecard_id = rounded_categories.scorecard_id
            and suggested.version = rounded_categories.version
            and suggested.segment = rounded_categories.segment
            and suggested.category_id = rounded_categories.category_id
),

final as (
    select
        {{ rule_set }},
        category_id,
        signal_id,
        category_weight,
        signal_weight,
        suggested_category_weight,
        {{ rounded_share('share_of_category', 'place = 1', rule_set ~ ', category_id') }}
            as suggested_signal_weight,
        n_events,
        auc,
        coalesce(is_suspected_leakage, false) as is_suspected_leakage,
        has_enough_events,
        trust
    from within_categories
)

select * from final
