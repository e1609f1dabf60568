with projected as (
    select
        account_id,
        snapshot_week,
        horizon_weeks,
        target_week,
        version,
        total,
        tier,
        is_high_value,
        is_overridden,
        has_outlook,
        projected_total,
        projected_mid_rank,
        projected_tier,
        is_projected_high_value,
        n_falling,
        falling_metrics
    from {{ ref('int_projected_value_tiers') }}
),

value_scores as (
    select
        account_id,
        snapshot_week,
        total,
        tier,
        is_high_value,
        is_overridden
    from {{ ref('int_value_scores') }}
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

parameters as (
    select
        max(case when parameter = 'outlook_steady_points' then value end) as steady_points,
        max(case when parameter = 'warning_least_metrics' then value end) as least_metrics
    from {{ ref('validation_parameters') }}
    where scorecard_id = 'value'
),

-- Gone is not high value any more; alive without a total, or with a tier set by hand, says nothing.
followed as (
    select
        projected.*,
        case
            when projected.target_week > data_end.snapshot_week then 'not_yet_known'
            when account_weeks.account_id is null then 'gone'
            when later.total is null or later.is_overridden then 'not_known'
            else 'known'
        end as outcome,
        later.total as actual_total,
        later.tier as actual_tier,
        later.is_high_value as is_later_high_value
    from projected
    cross join data_end
    left join account_weeks
        on
            projected.account_id = account_weeks.account_id
            and projected.target_week = account_weeks.snapshot_week
    left join value_scores as later
        on
            account_weeks.account_id = later.account_id
            and account_weeks.snapshot_week = later.snapshot_week
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
        followed.projected_total,
        followed.projected_mid_rank,
        followed.projected_tier,
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
        followed.is_projected_high_value
    from followed
    cross join parameters
)

select * from final
