{{ config(materialized='ephemeral') }}

{% set cells = 'scorecard_id, version, segment, signal_id, lead_days' %}

with parameters as (
    select max(value) as chance_auc
    from {{ ref('validation_parameters') }}
    where parameter = 'chance_auc'
),

by_snapshot as (
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
-- Beside it that of a signal that knows nothing, which is larger where events are few.
errors as (
    select
        combined.scorecard_id,
        combined.version,
        combined.segment,
        combined.signal_id,
        combined.lead_days,
        {%- for auc in ['combined.auc', 'parameters.chance_auc'] %}
            {{ hanley_mcneil_error(
                auc,
                'cast(by_snapshot.n_events as ' ~ type_double() ~ ')',
                '(by_snapshot.n_cases - by_snapshot.n_events)',
            ) }} * by_snapshot.n_pairs / combined.n_pairs
                as weighted_{{ 'error' if loop.first else 'chance_error' }}
            {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from combined
    cross join parameters
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
        sqrt({{ exact_sum('weighted_error * weighted_error') }}) as auc_error,
        sqrt({{ exact_sum('weighted_chance_error * weighted_chance_error') }}) as chance_error
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
        combined.auc,
        with_error.auc_error,
        with_error.chance_error
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
