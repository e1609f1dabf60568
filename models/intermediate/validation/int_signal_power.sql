{{ config(materialized='view') }}

with parameters as (
    select
        max(case when parameter = 'interval_z' then value end) as interval_z,
        max(case when parameter = 'signal_verdict_z' then value end) as verdict_z,
        max(case when parameter = 'least_events' then value end) as least_events,
        max(case when parameter = 'chance_auc' then value end) as chance_auc,
        max(case when parameter = 'leakage_auc' then value end) as leakage_auc,
        max(case when parameter = 'leakage_presence_share' then value end) as presence_share,
        max(case when parameter = 'leakage_kept_share' then value end) as kept_share
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*'
),

combined as (
    select
        scorecard_id,
        version,
        segment,
        signal_id,
        lead_days,
        reading,
        first_snapshot_week,
        last_snapshot_week,
        n_snapshots,
        n_without_auc,
        n_cases,
        n_events,
        auc,
        auc_error,
        chance_error
    from {{ ref('int_signal_power_combined') }}
),

lead_times as (
    select cast(value as integer) as lead_days
    from {{ ref('validation_parameters') }}
    where parameter = 'lead_days'
),

scorecard_signals as (
    select distinct
        scorecard_id,
        version,
        signal_id
    from {{ ref('scorecard_signals') }}
),

signals as (
    select
        signal_id,
        better_when
    from {{ ref('signals') }}
),

-- What is asked, also where the data is too short to answer.
expected as (
    select
        scorecard_signals.scorecard_id,
        scorecard_signals.version,
        '*' as segment,
        scorecard_signals.signal_id,
        lead_times.lead_days
    from scorecard_signals
    cross join lead_times
    union distinct
    select
        scorecard_id,
        version,
        segment,
        signal_id,
        lead_days
    from combined
),

powers as (
    select
        expected.*,
        scores.first_snapshot_week,
        scores.last_snapshot_week,
        coalesce(scores.n_snapshots, 0) as n_snapshots,
        coalesce(scores.n_without_auc, 0) as n_without_auc,
        coalesce(scores.n_cases, 0) as n_cases,
        coalesce(scores.n_events, 0) as n_events,
        scores.auc,
        scores.auc_error,
        scores.auc - parameters.interval_z * scores.auc_error as auc_lower,
        scores.auc + parameters.interval_z * scores.auc_error as auc_upper,
        signals.better_when,
        parameters.verdict_z * {{ greatest_of(['scores.auc_error', 'scores.chance_error']) }}
            as verdict_margin,
        vals.auc as value_auc,
        parameters.verdict_z * {{ greatest_of(['vals.auc_error', 'vals.chance_error']) }}
            as value_verdict_margin,
        coalesce(presences.n_cases, 0) as n_asked,
        coalesce(presences.n_events, 0) as n_asked_events,
        presences.auc as presence_auc,
        parameters.verdict_z * presences.chance_error as presence_margin,
        scores.auc - parameters.chance_auc as power,
        parameters.leakage_auc - parameters.chance_auc as leakage_power,
        parameters.verdict_z,
        parameters.least_events,
        parameters.chance_auc,
        parameters.leakage_auc,
        parameters.presence_share,
        parameters.kept_share
    from expected
    cross join parameters
    inner join signals on expected.signal_id = signals.signal_id
    left join combined as scores
        on
            expected.scorecard_id = scores.scorecard_id
            and expected.version = scores.version
            and expected.segment = scores.segment
            and expected.signal_id = scores.signal_id
            and expected.lead_days = scores.lead_days
            and scores.reading = 'score'
    left join combined as vals
        on
            expected.scorecard_id = vals.scorecard_id
            and expected.version = vals.version
            and expected.segment = vals.segment
            and expected.signal_id = vals.signal_id
            and expected.lead_days = vals.lead_days
            and vals.reading = 'value'
    left join combined as presences
        on
            expected.scorecard_id = presences.scorecard_id
            and expected.version = presences.version
            and expected.segment = presences.segment
            and expected.signal_id = presences.signal_id
            and expected.lead_days = presences.lead_days
            and presences.reading = 'presence'
),

-- Knows by its value; knows by being there, or by being missing: nearly all of those leave.
judged as (
    select
        *,
        n_events >= least_events
        and (abs(power) > leakage_power or abs(value_auc - chance_auc) > leakage_power)
            as knows_by_value,
        n_asked_events >= least_events
        and abs(presence_auc - chance_auc) > presence_margin
        and (
            abs(presence_auc - chance_auc) > leakage_power
            or (n_events >= least_events and n_events >= presence_share * n_cases)
            or (
                n_asked_events - n_events >= least_events
                and n_asked_events - n_events >= presence_share * (n_asked - n_cases)
            )
        ) as knows_by_presence
    from powers
),

-- What is written when the customer leaves knows much shortly before and little long before.
falling as (
    select distinct
        shorter.scorecard_id,
        shorter.version,
        shorter.segment,
        shorter.signal_id
    from powers as shorter
    inner join powers as longer
        on
            shorter.scorecard_id = longer.scorecard_id
            and shorter.version = longer.version
            and shorter.segment = longer.segment
            and shorter.signal_id = longer.signal_id
            and shorter.lead_days < longer.lead_days
    where
        shorter.n_events >= shorter.least_events
        and abs(shorter.power) > shorter.leakage_power
        and sign(shorter.power) * longer.power < shorter.kept_share * abs(shorter.power)
        and abs(shorter.power) - sign(shorter.power) * longer.power
        > shorter.verdict_z * sqrt(
            shorter.auc_error * shorter.auc_error + longer.auc_error * longer.auc_error
        )
),

-- Presence has no honest reading, so it taints every lead time.
leaking as (
    select
        judged.*,
        case
            when judged.knows_by_value then 'by_value'
            when max(case when judged.knows_by_presence then 1 else 0 end) over (
                partition by
                    judged.scorecard_id, judged.version, judged.segment, judged.signal_id
            ) = 1 and judged.n_asked_events >= judged.least_events then 'by_presence'
            when falling.signal_id is not null and judged.n_events >= judged.least_events
                then 'by_fall'
        end as leakage
    from judged
    left join falling
        on
            judged.scorecard_id = falling.scorecard_id
            and judged.version = falling.version
            and judged.segment = falling.segment
            and judged.signal_id = falling.signal_id
),

final as (
    select
        scorecard_id,
        version,
        segment,
        signal_id,
        lead_days,
        first_snapshot_week,
        last_snapshot_week,
        n_snapshots,
        n_without_auc,
        n_cases,
        n_events,
        auc,
        auc_error,
        auc_lower,
        auc_upper,
        better_when,
        verdict_margin,
        value_auc,
        value_verdict_margin,
        n_asked,
        n_asked_events,
        presence_auc,
        leakage
    from leaking
)

select * from final
