{{ config(materialized='view') }}

with customer_weeks as (
    select
        account_id,
        snapshot_week
    from {{ ref('int_account_weeks') }}
    where is_alive
),

windows as (
    select
        snapshot_week,
        window_end
    from {{ ref('int_outcome_windows') }}
),

subscriptions as (
    select
        account_id,
        subscription_id,
        valid_from,
        case when ended_at < valid_to then ended_at else valid_to end as valid_to
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

parameters as (
    select max(value) as days_a_year
    from {{ ref('validation_parameters') }}
    where parameter = 'days_a_year'
),

account_windows as (
    select
        customer_weeks.account_id,
        customer_weeks.snapshot_week,
        windows.window_end
    from customer_weeks
    inner join windows on customer_weeks.snapshot_week = windows.snapshot_week
),

-- Both ends of each window.
days as (
    select
        account_id,
        snapshot_week as revenue_on
    from account_windows
    union distinct
    select
        account_id,
        window_end as revenue_on
    from account_windows
),

in_force as (
    select distinct
        days.account_id,
        days.revenue_on,
        subscriptions.subscription_id
    from days
    inner join subscriptions
        on
            days.account_id = subscriptions.account_id
            and days.revenue_on > subscriptions.valid_from
            and days.revenue_on <= subscriptions.valid_to
),

-- Revenue up to a day is what each invoice has earned by then.
invoiced as (
    select
        days.account_id,
        days.revenue_on,
        recurring_revenue.subscription_id,
        {{ exact_sum(
            'case when days.revenue_on < recurring_revenue.valid_to'
            ' then recurring_revenue.annual_recurring_revenue end'
        ) }} as revenue,
        {{ exact_sum(
            'recurring_revenue.annual_recurring_revenue / parameters.days_a_year * '
            ~ days_between('recurring_revenue.valid_from', 'least(days.revenue_on, recurring_revenue.valid_to)')
        ) }} as revenue_so_far
    from days
    inner join recurring_revenue
        on
            days.account_id = recurring_revenue.account_id
            and days.revenue_on >= recurring_revenue.valid_from
    cross join parameters
    group by 1, 2, 3
),

-- A subscription in force that no invoice covers has unknown revenue, not none.
totals as (
    select
        coalesce(in_force.account_id, invoiced.account_id) as account_id,
        coalesce(in_force.revenue_on, invoiced.revenue_on) as revenue_on,
        {{ exact_sum('invoiced.revenue') }} as revenue,
        {{ exact_sum('invoiced.revenue_so_far') }} as revenue_so_far,
        max(
            case
                when invoiced.subscription_id = 'none' and invoiced.revenue is not null then 1
                else 0
            end
        ) as has_unnamed,
        max(
            case when in_force.account_id is not null and invoiced.revenue is null then 1 else 0 end
        ) as has_uncovered
    from in_force
    full outer join invoiced
        on
            in_force.account_id = invoiced.account_id
            and in_force.revenue_on = invoiced.revenue_on
            and in_force.subscription_id = invoiced.subscription_id
    group by 1, 2
),

final as (
    select
        account_id,
        revenue_on,
        case when has_unnamed = 1 or has_uncovered = 0 then revenue end as revenue,
        revenue_so_far
    from totals
)

select * from final
