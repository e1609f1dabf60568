{{ config(materialized='view') }}

with projections as (
    select
        account_id,
        snapshot_week,
        horizon_weeks,
        signal_id,
        projected_score,
        applied_weight,
        has_slope,
        is_falling
    from {{ ref('int_value_projections') }}
),

value_scores as (
    select
        account_id,
        snapshot_week,
        version,
        band_segment,
        total,
        min_weight_observed,
        tier,
        is_high_value,
        is_overridden
    from {{ ref('int_value_scores') }}
    where total is not null
),

tier_ranges as (
    select
        version,
        segment,
        band_on,
        band_id,
        lower_bound,
        upper_bound,
        upper_inclusive,
        lower_exclusive,
        is_best
    from {{ ref('int_value_tier_ranges') }}
),

totals as (
    select
        account_id,
        snapshot_week,
        horizon_weeks,
        {{ exact_sum('applied_weight * projected_score') }} as points,
        {{ exact_sum('case when has_slope then applied_weight else 0 end') }}
        / nullif({{ exact_sum('applied_weight') }}, 0) as weight_with_slope,
        sum(case when is_falling then 1 else 0 end) as n_falling,
        {{ list_of("case when is_falling then signal_id end", ', ', 'signal_id') }}
            as falling_metrics
    from projections
    group by 1, 2, 3
),

-- Everybody with a total is a peer, as on the card; a peer without trends stays where it is.
placed as (
    select
        value_scores.*,
        totals.horizon_weeks,
        {{ weeks_after('totals.snapshot_week', 'totals.horizon_weeks') }} as target_week,
        totals.n_falling,
        totals.falling_metrics,
        {{ round_score('totals.points') }} as projected_total,
        coalesce(
            {{ round_score('totals.weight_with_slope') }}
            >= {{ round_score('value_scores.min_weight_observed') }},
            false
        ) as has_outlook
    from totals
    inner join value_scores
        on
            totals.account_id = value_scores.account_id
            and totals.snapshot_week = value_scores.snapshot_week
),

ranked as (
    select
        *,
        {{ round_score(mid_rank(
            peers_below('projected_total', 'snapshot_week, horizon_weeks'),
            peers_equal('projected_total', 'snapshot_week, horizon_weeks'),
            peers_counted('projected_total', 'snapshot_week, horizon_weeks'),
        )) }} as projected_mid_rank
    from placed
),

final as (
    select
        ranked.account_id,
        ranked.snapshot_week,
        ranked.horizon_weeks,
        ranked.target_week,
        ranked.version,
        ranked.total,
        ranked.tier,
        ranked.is_high_value,
        ranked.is_overridden,
        ranked.has_outlook,
        case when ranked.has_outlook then ranked.projected_total end as projected_total,
        case when ranked.has_outlook then ranked.projected_mid_rank end as projected_mid_rank,
        case when ranked.has_outlook then reached.band_id end as projected_tier,
        case when ranked.has_outlook then coalesce(reached.is_best, false) end
            as is_projected_high_value,
        ranked.n_falling,
        ranked.falling_metrics
    from ranked
    left join tier_ranges as reached
        on
            ranked.version = reached.version
            and ranked.band_segment = reached.segment
            and case
                when reached.band_on = 'mid_rank'
                    then {{ is_in_range(
                        'ranked.projected_mid_rank',
                        'reached.lower_bound',
                        'reached.upper_bound',
                        'reached.lower_exclusive',
                        'reached.upper_inclusive',
                    ) }}
                else {{ is_in_range(
                    'ranked.projected_total',
                    'reached.lower_bound',
                    'reached.upper_bound',
                    'reached.lower_exclusive',
                    'reached.upper_inclusive',
                ) }}
            end
)

select * from final
