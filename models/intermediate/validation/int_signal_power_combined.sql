{{ config(materialized='view') }}

-- Whether there is a value has two answers only: all cases are tied, and chance errs less.
with by_snapshot as (
    select
        scorecard_id,
        version,
        segment,
        signal_id,
        lead_days,
        reading,
        snapshot_week,
        n_cases,
        n_events,
        n_pairs,
        auc,
        event_variance,
        other_variance,
        {{ chance_variance('n_events', '(n_cases - n_events)') }}
        * case when reading = 'presence' then 1 - tied_share else 1 end as chance_variance
    from {{ ref('int_signal_power_by_snapshot') }}
),

-- Snapshots count by their pairs of one who left and one who stayed: no pair spans two snapshots.
combined as (
    select
        scorecard_id,
        version,
        segment,
        signal_id,
        lead_days,
        reading,
        min(snapshot_week) as first_snapshot_week,
        max(snapshot_week) as last_snapshot_week,
        count(*) as n_snapshots,
        count(*) - count(auc) as n_without_auc,
        sum(n_cases) as n_cases,
        sum(n_events) as n_events,
        sum(n_pairs) as n_pairs,
        {{ exact_sum('n_pairs * auc') }} / nullif(sum(n_pairs), 0) as auc
    from by_snapshot
    group by 1, 2, 3, 4, 5, 6
),

-- Beside the error that of a signal that knows nothing, which is larger where events are few.
errors as (
    select
        combined.scorecard_id,
        combined.version,
        combined.segment,
        combined.signal_id,
        combined.lead_days,
        combined.reading,
        {{ combined_auc_error(
            'by_snapshot.n_pairs',
            'by_snapshot.event_variance',
            'by_snapshot.other_variance',
            'combined.auc',
        ) }} as auc_error,
        {{ combined_auc_error('by_snapshot.n_pairs', 'by_snapshot.chance_variance', '0', '0') }}
            as chance_error
    from combined
    inner join by_snapshot
        on
            combined.scorecard_id = by_snapshot.scorecard_id
            and combined.version = by_snapshot.version
            and combined.segment = by_snapshot.segment
            and combined.signal_id = by_snapshot.signal_id
            and combined.lead_days = by_snapshot.lead_days
            and combined.reading = by_snapshot.reading
    where by_snapshot.auc is not null
    group by 1, 2, 3, 4, 5, 6
),

final as (
    select
        combined.*,
        errors.auc_error,
        errors.chance_error
    from combined
    left join errors
        on
            combined.scorecard_id = errors.scorecard_id
            and combined.version = errors.version
            and combined.segment = errors.segment
            and combined.signal_id = errors.signal_id
            and combined.lead_days = errors.lead_days
            and combined.reading = errors.reading
)

select * from final
