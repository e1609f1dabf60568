with parameters as (
    select
        max(case when parameter = 'suggestion_lead_days' then value end) as lead_days,
        max(case when parameter = 'interval_z' then value end) as interval_z,
        max(case when parameter = 'verdict_z' then value end) as verdict_z,
        max(case when parameter = 'least_events' then value end) as least_events
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*'
),

weights as (
    select
        scorecard_id,
        version,
        segment,
        category_id,
        signal_id,
        category_weight,
        signal_weight,
        suggested_category_weight,
        suggested_signal_weight,
        n_events,
        auc,
        trust,
        has_enough_events,
        is_suspected_leakage
    from {{ ref('int_suggested_weights') }}
),

scorecard_signals as (
    select
        scorecard_id,
        version,
        segment,
        signal_id,
        method,
        rubric_id,
        low,
        high,
        missing_policy,
        default_score,
        max_carry_weeks
    from {{ ref('scorecard_signals') }}
),

category_orders as (
    select
        scorecard_id,
        version,
        category_id,
        min(sort_order) as sort_order
    from {{ ref('scorecard_categories') }}
    group by 1, 2, 3
),

own_segments as (
    select distinct
        scorecard_id,
        version,
        segment
    from scorecard_signals
),

drafts as (
    select
        scorecard_id,
        cast(coalesce(max({{ safe_cast_to('version', 'integer') }}), 0) + 1 as {{ type_text() }})
            as draft_version
    from {{ ref('scorecard_versions') }}
    group by 1
),

gains as (
    select
        scorecard_id,
        version,
        segment,
        judged_from_week,
        n_snapshots,
        n_cases,
        n_events,
        auc,
        suggested_auc,
        gain,
        gain_error
    from {{ ref('int_weight_gains') }}
),

company as (
    select is_demo
    from {{ ref('int_company') }}
),

final as (
    select
        weights.scorecard_id,
        weights.version,
        weights.segment,
        weights.segment = '*' as is_total,
        weights.category_id,
        weights.signal_id,
        drafts.draft_version,
        cast(category_orders.sort_order as integer) as sort_order,
        weights.category_weight as category_weight_now,
        weights.suggested_category_weight as category_weight_suggested,
        weights.signal_weight as signal_weight_now,
        weights.suggested_signal_weight as signal_weight_suggested,
        {{ round_score('weights.category_weight * weights.signal_weight') }} as weight_now,
        {{ round_score('weights.suggested_category_weight * weights.suggested_signal_weight') }}
            as weight_suggested,
        scorecard_signals.method,
        scorecard_signals.rubric_id,
        cast(scorecard_signals.low as {{ type_double() }}) as low,
        cast(scorecard_signals.high as {{ type_double() }}) as high,
        scorecard_signals.missing_policy,
        cast(scorecard_signals.default_score as {{ type_double() }}) as default_score,
        cast(scorecard_signals.max_carry_weeks as integer) as max_carry_weeks,
        cast(parameters.lead_days as integer) as lead_days,
        cast(weights.n_events as integer) as n_events_learned,
        {{ round_score('weights.auc') }} as auc_learned,
        {{ round_score('weights.trust') }} as trust,
        case
            when not weights.has_enough_events then 'too_few_events'
            when weights.is_suspected_leakage then 'suspected_leakage'
            when weights.auc is null then 'not_seen'
        end as kept_because,
        gains.judged_from_week,
        cast(coalesce(gains.n_snapshots, 0) as integer) as n_snapshots_judged,
        cast(coalesce(gains.n_cases, 0) as integer) as n_cases_judged,
        cast(coalesce(gains.n_events, 0) as integer) as n_events_judged,
        {{ round_score('gains.auc') }} as auc_now,
        {{ round_score('gains.suggested_auc') }} as auc_suggested,
        {{ round_score('gains.gain') }} as expected_gain,
        {{ round_score('gains.gain - parameters.interval_z * gains.gain_error') }} as gain_lower,
        {{ round_score('gains.gain + parameters.interval_z * gains.gain_error') }} as gain_upper,
        case
            when
                not weights.has_enough_events
                or coalesce(gains.n_events, 0) < parameters.least_events
                then 'too_few_events'
            when gains.gain > parameters.verdict_z * gains.gain_error then 'gain_shown'
            when -gains.gain > parameters.verdict_z * gains.gain_error then 'loss_shown'
            else 'no_gain_shown'
        end as verdict,
        company.is_demo,
        {{ demo_note('that weights got better', 'company.is_demo') }} as note
    from weights
    cross join company
    cross join parameters
    inner join drafts on weights.scorecard_id = drafts.scorecard_id
    left join category_orders
        on
            weights.scorecard_id = category_orders.scorecard_id
            and weights.version = category_orders.version
            and weights.category_id = category_orders.category_id
    left join own_segments
        on
            weights.scorecard_id = own_segments.scorecard_id
            and weights.version = own_segments.version
            and weights.segment = own_segments.segment
    inner join scorecard_signals
        on
            weights.scorecard_id = scorecard_signals.scorecard_id
            and weights.version = scorecard_signals.version
            and weights.signal_id = scorecard_signals.signal_id
            and coalesce(own_segments.segment, '*') = scorecard_signals.segment
    left join gains
        on
            weights.scorecard_id = gains.scorecard_id
            and weights.version = gains.version
            and weights.segment = gains.segment
)

select * from final
