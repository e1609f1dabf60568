{% set rule_set = 'scorecard_id, version, segment' %}

with evidence as (
    select
        {{ rule_set }},
        category_id,
        signal_id,
        category_weight,
        signal_weight,
        weight,
        n_events,
        auc,
        is_suspected_leakage,
        has_enough_events,
        power,
        trust
    from {{ ref('int_weight_evidence') }}
),

parameters as (
    select max(value) as least_share_kept
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*' and parameter = 'least_share_kept'
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
        end as learned_weight
    from evidence
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
        mixed.*,
        parameters.least_share_kept * mixed.weight
        + (1 - parameters.least_share_kept) * mixed.mixed_weight
        / nullif(sum(mixed.mixed_weight) over (partition by {{ rule_set }}), 0) as suggested_weight
    from mixed
    cross join parameters
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
        is_suspected_leakage,
        has_enough_events,
        trust
    from within_categories
)

select * from final
