with evidence as (
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
        trust
    from {{ ref('int_weight_evidence') }}
),

parameters as (
    select
        max(case when parameter = 'least_share_kept' then value end) as least_share_kept,
        max(case when parameter = 'suggestion_penalty' then value end) as penalty,
        max(case when parameter = 'suggestion_momentum' then value end) as momentum
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*'
),

-- The penalty stands on the diagonal: signals that say the same get a part of the weight each.
penalised as (
    select
        covariances.scorecard_id,
        covariances.version,
        covariances.segment,
        covariances.signal_id,
        covariances.other_signal_id,
        covariances.spread,
        covariances.pull,
        covariances.correlation
        + case
            when covariances.signal_id = covariances.other_signal_id then parameters.penalty else 0
        end as correlation,
        parameters.momentum
    from {{ ref('int_signal_covariances') }} as covariances
    cross join parameters
    inner join evidence
        on
            covariances.scorecard_id = evidence.scorecard_id
            and covariances.version = evidence.version
            and covariances.segment = evidence.segment
            and covariances.signal_id = evidence.signal_id
            and evidence.is_learned
    inner join evidence as others
        on
            covariances.scorecard_id = others.scorecard_id
            and covariances.version = others.version
            and covariances.segment = others.segment
            and covariances.other_signal_id = others.signal_id
            and others.is_learned
),

sized as (
    select
        *,
        sum(abs(correlation)) over (
            partition by scorecard_id, version, segment, signal_id
        ) as step_size,
        scorecard_id || '|' || version || '|' || segment || '|' || signal_id as cell,
        scorecard_id || '|' || version || '|' || segment || '|' || other_signal_id as other_cell,
        case when signal_id = other_signal_id then 1 else 0 end as is_own
    from penalised
),

-- A signal moves by its pull less what the others already explain, in steps that never overshoot.
steps as {{ materialized_once() }} (
    select
        cell,
        other_cell,
        is_own,
        pull / step_size as pull,
        is_own - correlation / step_size as step,
        momentum
    from sized
),

round_0 as (
    select
        cell,
        cast(0 as {{ type_double() }}) as value,
        cast(0 as {{ type_double() }}) as previous_value
    from steps
    where is_own = 1
),

{{ descent_rounds('steps', 40) }},

-- Points of a signal that hardly differs count for more.
coefficients as (
    select
        sized.scorecard_id,
        sized.version,
        sized.segment,
        sized.signal_id,
        round_40.value / sized.spread as coefficient
    from round_40
    inner join sized
        on
            round_40.cell = sized.cell
            and sized.is_own = 1
),

with_coefficients as (
    select
        evidence.*,
        case when evidence.is_learned then coalesce(coefficients.coefficient, 0) end as coefficient
    from evidence
    left join coefficients
        on
            evidence.scorecard_id = coefficients.scorecard_id
            and evidence.version = coefficients.version
            and evidence.segment = coefficients.segment
            and evidence.signal_id = coefficients.signal_id
),

-- Signals that were learned share by their coefficients what they weigh together.
with_sums as (
    select
        *,
        sum(coefficient) over (partition by scorecard_id, version, segment) as coefficient_sum,
        sum(case when is_learned then weight end) over (
            partition by scorecard_id, version, segment
        ) as weight_sum_learned
    from with_coefficients
),

learned as (
    select
        *,
        case
            when coefficient_sum > 0 and is_learned
                then coefficient / coefficient_sum * weight_sum_learned
            else weight
        end as learned_weight
    from with_sums
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
        / nullif(
            sum(mixed.mixed_weight) over (
                partition by mixed.scorecard_id, mixed.version, mixed.segment
            ),
            0
        ) as suggested_weight
    from mixed
    cross join parameters
),

categories as (
    select
        scorecard_id,
        version,
        segment,
        category_id,
        sum(suggested_weight) as suggested_weight,
        row_number() over (
            partition by scorecard_id, version, segment
            order by sum(suggested_weight) desc, category_id asc
        ) as place
    from suggested
    group by 1, 2, 3, 4
),

rounded_categories as (
    select
        scorecard_id,
        version,
        segment,
        category_id,
        suggested_weight,
        {{ rounded_share('suggested_weight', 'place = 1', 'scorecard_id, version, segment') }}
            as suggested_category_weight
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
        scorecard_id,
        version,
        segment,
        category_id,
        signal_id,
        category_weight,
        signal_weight,
        suggested_category_weight,
        {{ rounded_share(
            'share_of_category', 'place = 1', 'scorecard_id, version, segment, category_id'
        ) }}
            as suggested_signal_weight,
        n_events,
        auc,
        is_suspected_leakage,
        has_enough_events,
        trust
    from within_categories
)

select * from final
