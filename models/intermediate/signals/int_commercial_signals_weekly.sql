with account_weeks as (
    select
        account_id,
        snapshot_week,
        has_billing_key
    from {{ ref('int_account_weeks') }}
    where
        {{ in_open_snapshots() }}
        and is_alive
),

windows as (
    select
        account_id,
        snapshot_week,
        window_from
    from {{ ref('int_signal_windows_weekly') }}
    where
        {{ in_open_snapshots() }}
        and signal_id = 'service_hours_used'
),

hours as (
    select
        account_id,
        opened_at,
        value,
        target_value
    from {{ ref('int_success_records') }}
    where record_kind = 'service_hours' and account_id is not null
),

subscription_revenue as (
    select
        account_id,
        snapshot_week,
        subscription_id,
        is_in_force,
        revenue
    from {{ ref('int_subscription_revenue_weekly') }}
    where {{ in_open_snapshots() }}
),

-- Where the company never recorded hours of anybody, having none says nothing.
first_hours as (
    select min(opened_at) as opened_at
    from hours
),

-- Hours of a period that runs are as landed; a period with either number missing says nothing.
hour_sums as (
    select
        windows.account_id,
        windows.snapshot_week,
        count(hours.target_value) as n_periods,
        {{ exact_sum('hours.target_value') }} as purchased_hours,
        {{ exact_sum('case when hours.value is not null then hours.target_value end') }}
            as known_purchased_hours,
        {{ exact_sum('case when hours.target_value is not null then hours.value end') }}
            as used_hours
    from windows
    inner join hours
        on
            windows.account_id = hours.account_id
            and windows.window_from <= hours.opened_at
            and windows.snapshot_week > hours.opened_at
    group by 1, 2
),

-- A subscription in force that no invoice covers has unknown revenue, not none.
revenue as (
    select
        account_id,
        snapshot_week,
        {{ exact_sum('revenue') }} as revenue,
        max(case when subscription_id = 'none' then 1 else 0 end) as has_unnamed,
        max(case when is_in_force and revenue is null then 1 else 0 end) as has_uncovered
    from subscription_revenue
    group by 1, 2
),

final as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        -- Less than a hundredth of an hour is none: a share of it is no number that can be shown.
        100 * hour_sums.used_hours / nullif({{ round_to('hour_sums.known_purchased_hours', 2) }}, 0)
            as service_hours_used,
        case
            when
                hour_sums.account_id is null
                and first_hours.opened_at < account_weeks.snapshot_week
                then 'not_applicable'
            when hour_sums.n_periods > 0 and hour_sums.purchased_hours = 0 then 'not_applicable'
        end as service_hours_used_level,
        case
            when
                account_weeks.has_billing_key
                and (revenue.has_unnamed = 1 or revenue.has_uncovered = 0)
                then revenue.revenue
        end as recurring_revenue
    from account_weeks
    cross join first_hours
    left join hour_sums
        on
            account_weeks.account_id = hour_sums.account_id
            and account_weeks.snapshot_week = hour_sums.snapshot_week
    left join revenue
        on
            account_weeks.account_id = revenue.account_id
            and account_weeks.snapshot_week = revenue.snapshot_week
)

select * from final
