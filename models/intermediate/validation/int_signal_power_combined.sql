{{ config(materialized='ephemeral') }}

{% set cells = 'scorecard_id, version, segment, signal_id, lead_days' %}

with by_snapshot as (
    select
        {{ cells }},
        snapshot_week,
        n_cases,
        n_events,
        n_pairs,
        auc
    from {{ ref('int_signal_power_by_snapshot') }}
),

-- Snapshots count by their pairs of one who left and one who stayed: no pair spans two snapshots.
combined as (
    select
        {{ cells }},
        min(snapshot_week) as first_snapshot_week,
        max(snapshot_week) as last_snapshot_week,
        count(*) as n_snapshots,
        count(*) - count(auc) as n_without_auc,
        sum(n_cases) as n_cases,
        sum(n_events) as n_events,
        sum(n_pairs) as n_pairs,
        {{ exact_sum('n_pairs * auc') }} / nullif(sum(n_pairs), 0) as auc
    from by_snapshot
    group by 1, 2, 3, 4, 5
),

-- The error at the combined AUC: a snapshot's own would be 0 where its only event stands last.
errors as (
    select
        combined.scorecard_id,
        combined.version,
        combined.segment,
        combined.signal_id,
        combined.lead_days,
        {{ hanley_mcneil_error(
            'combined.auc',
            'cast(by_snapshot.n_events as ' ~ type_double() ~ ')',
            '(by_snapshot.n_cases - by_snapshot.n_events)',
        ) }} * by_snapshot.n_pairs / combined.n_pairs as weighted_error
    from combined
    inner join by_snapshot
        on
            combined.scorecard_id = by_snapshot.scorecard_id
            and combined.version = by_snapshot.version
            and combined.segment = by_snapshot.segment
            and combined.signal_id = by_snapshot.signal_id
            and combined.lead_days = by_snapshot.lead_days
    where by_snapshot.auc is not null
),

with_error as (
    select
        {{ cells }},
        sqrt({{ exact_sum('weighted_error * weighted_error') }}) as auc_error
    from errors
    group by 1, 2, 3, 4, 5
),

final as (
    select
        combined.scorecard_id,
        combined.version,
        combined.segment,
        combined.signal_id,
        combined.lead_days,
        combined.first_snapshot_week,
        combined.last_snapshot_week,
        combined.n_snapshots,
        combined.n_without_auc,
        combined.n_cases,
        combined.n_events,
        {{ round_score('combined.auc') }} as auc,
        {{ round_score('with_error.auc_error') }} as auc_error
    from combined
    left join with_error
        on
            combined.scorecard_id = with_error.scorecard_id
            and combined.version = with_error.version
            and combined.segment = with_error.segment
            and combined.signal_id = with_error.signal_id
            and combined.lead_days = with_error.lead_days
)

select * from final
