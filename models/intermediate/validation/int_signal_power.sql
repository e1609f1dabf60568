{{ config(materialized='ephemeral') }}

{% set cells = 'scorecard_id, version, segment, signal_id, lead_days' %}

with parameters as (
    select
        max(case when parameter = 'interval_z' then value end) as interval_z,
        max(case when parameter = 'signal_verdict_z' then value end) as verdict_z
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*'
),

combined as (
    select
        {{ cells }},
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
    select {{ cells }} from combined
),

final as (
    select
        expected.*,
        combined.first_snapshot_week,
        combined.last_snapshot_week,
        coalesce(combined.n_snapshots, 0) as n_snapshots,
        coalesce(combined.n_without_auc, 0) as n_without_auc,
        coalesce(combined.n_cases, 0) as n_cases,
        coalesce(combined.n_events, 0) as n_events,
        combined.auc,
        combined.auc_error,
        combined.auc - parameters.interval_z * combined.auc_error as auc_lower,
        combined.auc + parameters.interval_z * combined.auc_error as auc_upper,
        signals.better_when,
        parameters.verdict_z * greatest(combined.auc_error, combined.chance_error)
            as verdict_margin
    from expected
    cross join parameters
    inner join signals on expected.signal_id = signals.signal_id
    left join combined
        on
            expected.scorecard_id = combined.scorecard_id
            and expected.version = combined.version
            and expected.segment = combined.segment
            and expected.signal_id = combined.signal_id
            and expected.lead_days = combined.lead_days
)

select * from final
