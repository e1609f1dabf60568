{{ config(materialized='view') }}

with by_snapshot as (
    select
        scorecard_id,
        version,
        segment,
        predictor,
        lead_days,
        snapshot_week,
        n_cases,
        n_worst,
        n_top_decile,
        n_events,
        n_worst_events,
        n_top_decile_events,
        auc,
        event_variance,
        other_variance,
        {{ chance_variance('n_events', '(n_cases - n_events)') }} as chance_variance,
        cast(n_events as {{ type_double() }}) * n_top_decile / n_cases as n_top_decile_expected,
        cast(n_events as {{ type_double() }}) * (n_cases - n_events) as n_pairs
    from {{ ref('int_validation_by_snapshot') }}
    where is_combined
),

-- Snapshots count by their pairs of one who left and one who stayed: no pair spans two snapshots.
totals as (
    select
        scorecard_id,
        version,
        segment,
        lead_days,
        predictor,
        min(snapshot_week) as first_snapshot_week,
        max(snapshot_week) as last_snapshot_week,
        count(*) as n_snapshots,
        sum(case when auc is null then 1 else 0 end) as n_without_auc,
        sum(n_cases) as n_cases,
        sum(n_events) as n_events,
        cast(sum(n_worst) as {{ type_double() }}) as n_worst,
        cast(sum(n_worst_events) as {{ type_double() }}) as n_worst_events,
        cast(sum(n_top_decile_events) as {{ type_double() }}) as n_top_decile_events,
        {{ exact_sum('n_top_decile_expected') }} as n_top_decile_expected,
        sum(n_pairs) as n_pairs,
        {{ exact_sum('auc * n_pairs') }} / nullif(sum(n_pairs), 0) as auc
    from by_snapshot
    group by 1, 2, 3, 4, 5
),

errors as (
    select
        totals.scorecard_id,
        totals.version,
        totals.segment,
        totals.lead_days,
        totals.predictor,
        {{ combined_auc_error(
            'by_snapshot.n_pairs',
            'by_snapshot.event_variance',
            'by_snapshot.other_variance',
            'totals.auc',
        ) }} as auc_error,
        {{ combined_auc_error('by_snapshot.n_pairs', 'by_snapshot.chance_variance', '0', '0') }}
            as chance_error
    from totals
    inner join by_snapshot
        on
            totals.scorecard_id = by_snapshot.scorecard_id
            and totals.version = by_snapshot.version
            and totals.segment = by_snapshot.segment
            and totals.lead_days = by_snapshot.lead_days
            and totals.predictor = by_snapshot.predictor
    where by_snapshot.auc is not null
    group by 1, 2, 3, 4, 5
),

final as (
    select
        totals.*,
        errors.auc_error,
        errors.chance_error
    from totals
    left join errors
        on
            totals.scorecard_id = errors.scorecard_id
            and totals.version = errors.version
            and totals.segment = errors.segment
            and totals.lead_days = errors.lead_days
            and totals.predictor = errors.predictor
)

select * from final
