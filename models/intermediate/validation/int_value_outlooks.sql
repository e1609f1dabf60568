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

account_scores as (
    select
        account_id,
        snapshot_week,
        version,
        segment,
        score_calculated,
        min_weight_observed,
        band,
        is_overridden
    from {{ ref('fct_account_scores') }}
    where is_in_force and scorecard_id = 'value'
),

account_weeks as (
    select
        account_id,
        snapshot_week
    from {{ ref('int_account_weeks') }}
    where is_alive
),

data_end as (
    select max(snapshot_week) as snapshot_week
    from {{ ref('int_snapshot_weeks') }}
),

band_ranges as (
    select
        version,
        segment,
        band_on,
        band_id,
        lower_bound,
        upper_bound,
        row_number() over (
            partition by version, segment
            order by upper_bound desc nulls first
        ) = 1 as is_highest
    from {{ ref('bands') }}
    where scorecard_id = 'value'
),

-- The best tier is high value, whatever it is called.
tiers as (
    select
        version,
        band_id,
        rank = max(rank) over (partition by version) as is_best
    from {{ ref('int_bands') }}
    where scorecard_id = 'value' and not is_status
),

parameters as (
    select
        max(case when parameter = 'outlook_steady_points' then value end) as steady_points,
        max(case when parameter = 'warning_least_metrics' then value end) as least_metrics
    from {{ ref('validation_parameters') }}
    where scorecard_id = 'value'
),

own_bands as (
    select distinct
        version,
        segment
    from band_ranges
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
        {{ dbt.listagg("case when is_falling then signal_id end", "', '", 'order by signal_id') }}
            as falling_metrics
    from projections
    group by 1, 2, 3
),

-- Everybody with a total is a peer, as on the card; a peer without trends stays where it is.
placed as (
    select
        totals.*,
        account_scores.version,
        coalesce(own_bands.segment, '*') as band_segment,
        account_scores.score_calculated as total,
        account_scores.band as tier,
        account_scores.is_overridden,
        {{ round_score('totals.points') }} as projected_total,
        coalesce(
            {{ round_score('totals.weight_with_slope') }}
            >= {{ round_score('account_scores.min_weight_observed') }},
            false
        ) as has_outlook,
        {{ weeks_after('totals.snapshot_week', 'totals.horizon_weeks') }} as target_week
    from totals
    inner join account_scores
        on
            totals.account_id = account_scores.account_id
            and totals.snapshot_week = account_scores.snapshot_week
            and account_scores.score_calculated is not null
    left join own_bands
        on
            account_scores.version = own_bands.version
            and account_scores.segment = own_bands.segment
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

projected as (
    select
        ranked.*,
        coalesce(tiers.is_best, false) as is_high_value,
        reached.band_id as projected_tier,
        coalesce(reached_tiers.is_best, false) as is_projected_high_value
    from ranked
    left join tiers
        on
            ranked.version = tiers.version
            and ranked.tier = tiers.band_id
    left join band_ranges as reached
        on
            ranked.version = reached.version
            and ranked.band_segment = reached.segment
            and {{ is_in_range(
                "case when reached.band_on = 'mid_rank' then ranked.projected_mid_rank"
                ~ " else ranked.projected_total end",
                'reached.lower_bound',
                'reached.upper_bound',
                upper_inclusive='reached.is_highest',
            ) }}
    left join tiers as reached_tiers
        on
            reached.version = reached_tiers.version
            and reached.band_id = reached_tiers.band_id
),

later as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        account_scores.score_calculated as total,
        account_scores.band as tier,
        account_scores.is_overridden,
        coalesce(tiers.is_best, false) as is_high_value
    from account_weeks
    left join account_scores
        on
            account_weeks.account_id = account_scores.account_id
            and account_weeks.snapshot_week = account_scores.snapshot_week
    left join tiers
        on
            account_scores.version = tiers.version
            and account_scores.band = tiers.band_id
),

-- Gone is not high value any more; alive without a total, or with a tier set by hand, says nothing.
followed as (
    select
        projected.*,
        case
            when projected.target_week > data_end.snapshot_week then 'not_yet_known'
            when later.account_id is null then 'gone'
            when later.total is null or later.is_overridden then 'not_known'
            else 'known'
        end as outcome,
        later.total as actual_total,
        later.tier as actual_tier,
        later.is_high_value as is_later_high_value
    from projected
    cross join data_end
    left join later
        on
            projected.account_id = later.account_id
            and projected.target_week = later.snapshot_week
),

final as (
    select
        followed.account_id,
        followed.snapshot_week,
        followed.horizon_weeks,
        followed.target_week,
        followed.version,
        followed.total,
        followed.tier,
        followed.is_high_value,
        followed.has_outlook,
        case when followed.has_outlook then followed.projected_total end as projected_total,
        case when followed.has_outlook then followed.projected_mid_rank end as projected_mid_rank,
        case when followed.has_outlook then followed.projected_tier end as projected_tier,
        case
            when not followed.has_outlook then 'not_known'
            when followed.projected_total >= followed.total + parameters.steady_points
                then 'rising'
            when followed.projected_total <= followed.total - parameters.steady_points
                then 'falling'
            else 'steady'
        end as outlook,
        cast(followed.n_falling as integer) as n_falling,
        followed.falling_metrics,
        followed.is_high_value and followed.n_falling >= parameters.least_metrics
            as is_early_warning,
        followed.outcome,
        case when followed.outcome = 'known' then followed.actual_total end as actual_total,
        case when followed.outcome = 'known' then followed.actual_tier end as actual_tier,
        case
            when followed.is_overridden then null
            when followed.outcome = 'gone' then false
            when followed.outcome = 'known' then followed.is_later_high_value
        end as is_actual_high_value,
        case when followed.has_outlook then followed.is_projected_high_value end
            as is_projected_high_value
    from followed
    cross join parameters
)

select * from final
