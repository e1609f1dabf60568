{{ config(materialized='view') }}

with combined as (
    select
        scorecard_id,
        version,
        segment,
        lead_days,
        predictor,
        first_snapshot_week,
        last_snapshot_week,
        n_snapshots,
        n_without_auc,
        cast(n_cases as {{ type_double() }}) as n_all,
        n_events,
        n_worst,
        n_worst_events,
        n_top_decile_events,
        n_top_decile_expected,
        auc,
        auc_error,
        {{ greatest_of(['auc_error', 'chance_error']) }} as verdict_error
    from {{ ref('int_validation_combined') }}
),

questions as (
    select
        scorecard_id,
        version,
        status,
        segment,
        lead_days,
        predictor
    from {{ ref('int_validation_questions') }}
),

parameters as (
    select
        max(case when parameter = 'interval_z' then value end) as interval_z,
        max(case when parameter = 'verdict_z' then value end) as verdict_z,
        max(case when parameter = 'least_events' then value end) as least_events,
        max(case when parameter = 'chance_auc' then value end) as chance_auc,
        max(case when parameter = 'leakage_auc' then value end) as leakage_auc,
        max(case when parameter = 'leakage_kept_share' then value end) as kept_share
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*'
),

-- Signals that seem to know the outcome, for their own segment and for all.
leaking_signals as (
    select distinct
        questions.scorecard_id,
        questions.version,
        questions.segment,
        questions.lead_days,
        signal_power.signal_id
    from questions
    inner join {{ ref('int_signal_power') }} as signal_power
        on
            questions.scorecard_id = signal_power.scorecard_id
            and questions.version = signal_power.version
            and questions.lead_days = signal_power.lead_days
            and signal_power.segment in ('*', questions.segment)
    inner join {{ ref('scorecard_signals') }} as scorecard_signals
        on
            signal_power.scorecard_id = scorecard_signals.scorecard_id
            and signal_power.version = scorecard_signals.version
            and signal_power.signal_id = scorecard_signals.signal_id
    where signal_power.leakage is not null and scorecard_signals.weight > 0
),

leaking_cards as (
    select
        scorecard_id,
        version,
        segment,
        lead_days,
        {{ list_of('signal_id', ', ', 'signal_id') }} as leaking_signals
    from leaking_signals
    group by 1, 2, 3, 4
),

-- A strong score of which little is left with more time was written when the customer left.
falling as (
    select distinct
        shorter.scorecard_id,
        shorter.version,
        shorter.segment,
        shorter.predictor
    from combined as shorter
    cross join parameters
    inner join combined as longer
        on
            shorter.scorecard_id = longer.scorecard_id
            and shorter.version = longer.version
            and shorter.segment = longer.segment
            and shorter.predictor = longer.predictor
            and shorter.lead_days < longer.lead_days
    where
        shorter.n_events >= parameters.least_events
        and shorter.auc > parameters.leakage_auc
        and longer.auc - parameters.chance_auc
        < parameters.kept_share * (shorter.auc - parameters.chance_auc)
        and shorter.auc - longer.auc > parameters.verdict_z * sqrt(
            shorter.auc_error * shorter.auc_error + longer.auc_error * longer.auc_error
        )
),

final as (
    select
        questions.*,
        combined.first_snapshot_week,
        combined.last_snapshot_week,
        coalesce(combined.n_snapshots, 0) as n_snapshots,
        coalesce(combined.n_without_auc, 0) as n_without_auc,
        coalesce(combined.n_all, 0) as n_cases,
        coalesce(combined.n_events, 0) as n_events,
        {{ round_score('combined.n_events / nullif(combined.n_all, 0)') }} as event_share,
        {{ round_score('combined.auc') }} as auc,
        {{ round_score('combined.auc_error') }} as auc_error,
        {{ round_score(clamp('combined.auc - parameters.interval_z * combined.auc_error', 0, 1)) }}
            as auc_lower,
        {{ round_score(clamp('combined.auc + parameters.interval_z * combined.auc_error', 0, 1)) }}
            as auc_upper,
        -- Few events may agree by chance: a claim also bears the error of what knows nothing.
        {{ round_score(clamp(
            'combined.auc - parameters.verdict_z * combined.verdict_error', 0, 1
        )) }} as auc_verdict_lower,
        {{ round_score(
            'combined.n_top_decile_events / nullif(combined.n_top_decile_expected, 0)'
        ) }} as top_decile_lift,
        {{ round_score('combined.n_worst_events / nullif(combined.n_events, 0)') }}
            as worst_fifth_recall,
        {{ round_score('combined.n_worst_events / nullif(combined.n_worst, 0)') }}
            as worst_fifth_precision,
        {{ round_score('combined.n_worst / nullif(combined.n_all, 0)') }} as worst_fifth_share,
        leaking_cards.leaking_signals,
        case
            when leaking_cards.leaking_signals is not null then 'by_signal'
            when falling.predictor is not null then 'by_fall'
            -- Tenure and use are single signals.
            when
                questions.predictor in ('tenure', 'usage')
                and combined.auc > parameters.leakage_auc
                then 'by_value'
        end as leakage
    from questions
    cross join parameters
    left join combined
        on
            questions.scorecard_id = combined.scorecard_id
            and questions.version = combined.version
            and questions.segment = combined.segment
            and questions.lead_days = combined.lead_days
            and questions.predictor = combined.predictor
    left join leaking_cards
        on
            questions.predictor in ('card', 'last_week')
            and questions.scorecard_id = leaking_cards.scorecard_id
            and questions.version = leaking_cards.version
            and questions.segment = leaking_cards.segment
            and questions.lead_days = leaking_cards.lead_days
    left join falling
        on
            questions.scorecard_id = falling.scorecard_id
            and questions.version = falling.version
            and questions.segment = falling.segment
            and questions.predictor = falling.predictor
)

select * from final
