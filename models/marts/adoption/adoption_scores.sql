with positions as (
    select
        account_id,
        snapshot_week,
        category_id,
        account_name,
        segment,
        vertical,
        tenure_band,
        region,
        use_case,
        owner_name,
        lifecycle,
        percentile_in_segment,
        percentile_in_vertical,
        percentile_in_tenure_band,
        percentile_in_region,
        percentile_in_use_case
    from {{ ref('int_adoption_positions_weekly') }}
    where {{ in_rescored_snapshots() }}
),

category_scores as (
    select
        account_id,
        snapshot_week,
        version,
        category_id,
        {{ round_to('score', 2) }} as score,
        {{ round_to('weight_observed', 4) }} as weight_observed,
        n_signals,
        n_observed
    from {{ ref('fct_category_scores') }}
    where is_in_force and scorecard_id = 'adoption'
),

account_scores as (
    select
        account_id,
        snapshot_week,
        scale_max,
        score,
        band,
        band_label,
        band_colour
    from {{ ref('fct_account_scores') }}
    where
        {{ in_rescored_snapshots() }}
        and is_in_force and scorecard_id = 'adoption'
),

signal_scores as (
    select
        account_id,
        snapshot_week,
        category_id,
        signal_id,
        value,
        scale_point,
        score,
        declared_weight
    from {{ ref('fct_signal_scores') }}
    where
        {{ in_rescored_snapshots() }}
        and is_in_force and scorecard_id = 'adoption' and score is not null
),

benchmarks as (
    select
        snapshot_week,
        group_name,
        category_id,
        mean_score,
        median_score
    from {{ ref('adoption_benchmarks') }}
    where
        {{ in_rescored_snapshots() }}
        and dimension = 'segment'
),

-- The corners of the radar stand in one order, whatever the segment.
category_places as (
    select
        version,
        category_id,
        min(sort_order) as sort_order
    from {{ ref('scorecard_categories') }}
    where scorecard_id = 'adoption'
    group by 1, 2
),

signals as (
    select
        signal_id,
        signal_name,
        what_to_do
    from {{ ref('dim_signals') }}
),

quarters as (
    select max(value) as weeks
    from {{ ref('scorecard_parameters') }}
    where scorecard_id = 'adoption' and parameter = 'quarter_weeks'
),

past_scores as (
    select
        category_scores.account_id,
        {{ weeks_after('category_scores.snapshot_week', 'quarters.weeks') }} as snapshot_week,
        category_scores.category_id,
        category_scores.score
    from category_scores
    cross join quarters
),

ranked_signals as (
    select
        *,
        row_number() over (
            partition by account_id, snapshot_week, category_id
            order by score asc nulls last, declared_weight desc nulls last, signal_id asc
        ) as place
    from signal_scores
),

weakest_signals as (
    select
        ranked_signals.account_id,
        ranked_signals.snapshot_week,
        ranked_signals.category_id,
        ranked_signals.signal_id,
        signals.signal_name,
        signals.what_to_do,
        ranked_signals.score,
        ranked_signals.value,
        ranked_signals.scale_point
    from ranked_signals
    inner join signals on ranked_signals.signal_id = signals.signal_id
    where ranked_signals.place = 1
),

final as (
    select
        category_scores.account_id,
        category_scores.snapshot_week,
        category_scores.category_id,
        category_scores.version,
        positions.account_name,
        positions.segment,
        positions.vertical,
        positions.tenure_band,
        positions.region,
        positions.use_case,
        positions.owner_name,
        positions.lifecycle,
        category_places.sort_order,
        category_scores.score,
        category_scores.n_signals as n_metrics,
        category_scores.n_observed as n_metrics_observed,
        category_scores.weight_observed,
        past_scores.score as score_quarter_ago,
        {{ round_to('category_scores.score - past_scores.score', 2) }} as change,
        {{ round_to('account_scores.score', 2) }} as overall_score,
        account_scores.band,
        account_scores.band_label,
        account_scores.band_colour,
        benchmarks.mean_score as segment_mean,
        benchmarks.median_score as segment_median,
        {{ round_to('positions.percentile_in_segment', 2) }} as percentile_in_segment,
        {{ round_to('positions.percentile_in_vertical', 2) }} as percentile_in_vertical,
        {{ round_to('positions.percentile_in_tenure_band', 2) }} as percentile_in_tenure_band,
        {{ round_to('positions.percentile_in_region', 2) }} as percentile_in_region,
        {{ round_to('positions.percentile_in_use_case', 2) }} as percentile_in_use_case,
        weakest_signals.signal_id as weakest_signal_id,
        weakest_signals.signal_name as weakest_signal_name,
        {{ round_to('weakest_signals.score', 2) }} as weakest_signal_score,
        weakest_signals.value as weakest_signal_value,
        weakest_signals.scale_point as weakest_signal_scale_point,
        weakest_signals.what_to_do as weakest_signal_what_to_do
    from category_scores
    inner join positions
        on
            category_scores.account_id = positions.account_id
            and category_scores.snapshot_week = positions.snapshot_week
            and category_scores.category_id = positions.category_id
    inner join account_scores
        on
            category_scores.account_id = account_scores.account_id
            and category_scores.snapshot_week = account_scores.snapshot_week
    left join category_places
        on
            category_scores.version = category_places.version
            and category_scores.category_id = category_places.category_id
    left join past_scores
        on
            category_scores.account_id = past_scores.account_id
            and category_scores.snapshot_week = past_scores.snapshot_week
            and category_scores.category_id = past_scores.category_id
    left join benchmarks
        on
            positions.snapshot_week = benchmarks.snapshot_week
            and positions.segment = benchmarks.group_name
            and positions.category_id = benchmarks.category_id
    left join weakest_signals
        on
            category_scores.account_id = weakest_signals.account_id
            and category_scores.snapshot_week = weakest_signals.snapshot_week
            and category_scores.category_id = weakest_signals.category_id
            and account_scores.scale_max > weakest_signals.score
)

select * from final
