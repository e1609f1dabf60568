{{ config(materialized='view') }}

with parameters as (
    select max(value) as lead_days
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*' and parameter = 'value_lead_days'
),

windows as (
    select distinct
        outcomes_weekly.snapshot_week,
        outcomes_weekly.window_end
    from {{ ref('int_account_outcomes_weekly') }} as outcomes_weekly
    inner join parameters on outcomes_weekly.lead_days = parameters.lead_days
    where outcomes_weekly.is_combined
),

revenues as (
    select
        account_id,
        snapshot_week,
        recurring_revenue
    from {{ ref('int_commercial_signals_weekly') }}
),

-- The weeks of the window add up to its revenue; weeks after an account left add nothing.
final as (
    select
        windows.snapshot_week,
        revenues_before.account_id,
        revenues_before.recurring_revenue as revenue_before,
        case
            when count(revenues_after.account_id) = count(revenues_after.recurring_revenue)
                then coalesce({{ exact_sum('revenues_after.recurring_revenue') }}, 0)
        end as revenue_after
    from windows
    inner join revenues as revenues_before
        on windows.snapshot_week = revenues_before.snapshot_week
    left join revenues as revenues_after
        on
            revenues_before.account_id = revenues_after.account_id
            and windows.snapshot_week < revenues_after.snapshot_week
            and windows.window_end >= revenues_after.snapshot_week
    where revenues_before.recurring_revenue is not null
    group by 1, 2, 3
)

select * from final
