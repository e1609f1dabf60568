with billed_weeks as (
    select
        account_id,
        snapshot_week,
        segment
    from {{ ref('int_account_weeks') }}
    where
        {{ in_open_snapshots() }}
        and is_alive and has_billing_key
),

parameters as (
    select
        segment,
        effective_from,
        effective_to,
        max(value) as window_weeks
    from {{ ref('int_signal_parameters') }}
    where signal_id = 'expansion_signals' and parameter = 'window_weeks'
    group by 1, 2, 3
),

subscriptions as (
    select
        account_id,
        subscription_id,
        valid_from,
        valid_to
    from {{ ref('int_subscriptions') }}
    where is_in_force and account_id is not null
),

recurring_revenue as (
    select
        account_id,
        subscription_id,
        valid_from,
        valid_to,
        annual_recurring_revenue
    from {{ ref('int_recurring_revenue') }}
    where account_id is not null
),

discounts as (
    select
        account_id,
        subscription_id,
        valid_from,
        valid_to,
        percent_off
    from {{ ref('int_discounts') }}
    where account_id is not null
),

windows as (
    select
        billed_weeks.account_id,
        billed_weeks.snapshot_week,
        {{ days_before('billed_weeks.snapshot_week', '7 * parameters.window_weeks') }}
            as window_from
    from billed_weeks
    inner join parameters
        on
            billed_weeks.segment = parameters.segment
            and {{ is_in_period('billed_weeks.snapshot_week', 'parameters') }}
),

in_force as (
    select
        windows.account_id,
        windows.snapshot_week,
        subscriptions.subscription_id,
        max(case when windows.snapshot_week <= subscriptions.valid_to then 1 else 0 end)
            as is_in_force,
        max(case when windows.window_from > subscriptions.valid_from then 1 else 0 end)
            as was_in_force
    from windows
    inner join subscriptions
        on
            windows.account_id = subscriptions.account_id
            and windows.snapshot_week > subscriptions.valid_from
            and windows.window_from <= subscriptions.valid_to
    group by 1, 2, 3
),

-- As known at the snapshot and a window before it; null, nothing invoiced.
invoiced as (
    select
        windows.account_id,
        windows.snapshot_week,
        recurring_revenue.subscription_id,
        sum(
            case
                when windows.snapshot_week < recurring_revenue.valid_to
                    then recurring_revenue.annual_recurring_revenue
            end
        ) as revenue,
        sum(
            case
                when windows.window_from >= recurring_revenue.valid_from
                    then recurring_revenue.annual_recurring_revenue
            end
        ) as revenue_before
    from windows
    inner join recurring_revenue
        on
            windows.account_id = recurring_revenue.account_id
            and windows.snapshot_week >= recurring_revenue.valid_from
            and windows.window_from < recurring_revenue.valid_to
    group by 1, 2, 3
),

-- Several discounts on one subscription add up; one of unknown size makes the sum unknown.
discounted as (
    select
        windows.account_id,
        windows.snapshot_week,
        discounts.subscription_id,
        case when count(*) = count(discounts.percent_off) then sum(discounts.percent_off) end
            as percent_off
    from windows
    inner join discounts
        on
            windows.account_id = discounts.account_id
            and windows.snapshot_week > discounts.valid_from
            and windows.snapshot_week <= discounts.valid_to
    group by 1, 2, 3
),

-- Invoices may name no subscription, and subscriptions may wait for their invoice.
final as (
    select
        coalesce(in_force.account_id, invoiced.account_id) as account_id,
        coalesce(in_force.snapshot_week, invoiced.snapshot_week) as snapshot_week,
        coalesce(in_force.subscription_id, invoiced.subscription_id) as subscription_id,
        coalesce(in_force.is_in_force, 0) = 1 as is_in_force,
        coalesce(in_force.was_in_force, 0) = 1 as was_in_force,
        invoiced.revenue,
        invoiced.revenue_before,
        case
            when in_force.is_in_force = 1 and discounted.account_id is null then 0
            when in_force.is_in_force = 1 and discounted.percent_off is not null
                then {{ least_of(['100', 'discounted.percent_off']) }}
        end as percent_off
    from in_force
    full outer join invoiced
        on
            in_force.account_id = invoiced.account_id
            and in_force.snapshot_week = invoiced.snapshot_week
            and in_force.subscription_id = invoiced.subscription_id
    left join discounted
        on
            in_force.account_id = discounted.account_id
            and in_force.snapshot_week = discounted.snapshot_week
            and in_force.subscription_id = discounted.subscription_id
)

select * from final
