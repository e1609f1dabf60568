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
        {{ days_after('valid_from', 1) }} as first_day,
        {{ days_after('case when ended_at < valid_to then ended_at else valid_to end', 1) }}
            as day_after
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
    where account_id is not null and annual_recurring_revenue is not null
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

-- Days on which a subscription's state changes. A line earns its revenue times the days since its
-- first one until its last one: as a sum over lines, revenue times today, plus what starts and ends
-- add once and for all (earned_offset). Fixed-point numbers, so that ended lines leave no trace.
changes as (
    select
        account_id,
        subscription_id,
        valid_from as changed_on,
        1 as n_started,
        1 as n_lines,
        0 as n_in_force,
        cast(annual_recurring_revenue as {{ type_decimal(28, 12) }}) as revenue,
        -cast(annual_recurring_revenue as {{ type_decimal(28, 12) }})
        * cast({{ days_between("cast('1970-01-01' as date)", 'valid_from') }} as integer)
            as earned_offset
    from recurring_revenue
    union all
    select
        account_id,
        subscription_id,
        valid_to as changed_on,
        0 as n_started,
        -1 as n_lines,
        0 as n_in_force,
        -cast(annual_recurring_revenue as {{ type_decimal(28, 12) }}) as revenue,
        cast(annual_recurring_revenue as {{ type_decimal(28, 12) }})
        * cast({{ days_between("cast('1970-01-01' as date)", 'valid_to') }} as integer)
            as earned_offset
    from recurring_revenue
    union all
    select
        account_id,
        subscription_id,
        first_day as changed_on,
        0 as n_started,
        0 as n_lines,
        1 as n_in_force,
        0 as revenue,
        0 as earned_offset
    from subscriptions
    where first_day < day_after
    union all
    select
        account_id,
        subscription_id,
        day_after as changed_on,
        0 as n_started,
        0 as n_lines,
        -1 as n_in_force,
        0 as revenue,
        0 as earned_offset
    from subscriptions
    where first_day < day_after
),

subscription_changes as (
    select
        account_id,
        subscription_id,
        changed_on,
        sum(n_started) as n_started,
        sum(n_lines) as n_lines,
        sum(n_in_force) as n_in_force,
        sum(revenue) as revenue,
        sum(earned_offset) as earned_offset
    from changes
    group by 1, 2, 3
),

subscription_states as (
    select
        account_id,
        subscription_id,
        changed_on,
        n_started,
        n_lines,
        revenue,
        earned_offset,
        sum(n_lines) over (
            partition by account_id, subscription_id
            order by changed_on
            rows between unbounded preceding and current row
        ) as n_lines_now,
        sum(n_in_force) over (
            partition by account_id, subscription_id
            order by changed_on
            rows between unbounded preceding and current row
        ) as n_in_force_now
    from subscription_changes
),

-- A subscription in force that no invoice covers has unknown revenue, not none; an invoice that
-- names no subscription may speak for any.
flagged as (
    select
        *,
        case when n_in_force_now > 0 and n_lines_now = 0 then 1 else 0 end as is_uncovered,
        case when subscription_id = 'none' and n_lines_now > 0 then 1 else 0 end as is_unnamed
    from subscription_states
),

flag_changes as (
    select
        *,
        is_uncovered - lag(is_uncovered, 1, 0) over (
            partition by account_id, subscription_id order by changed_on
        ) as uncovered_change,
        is_unnamed - lag(is_unnamed, 1, 0) over (
            partition by account_id, subscription_id order by changed_on
        ) as unnamed_change
    from flagged
),

account_changes as (
    select
        account_id,
        changed_on,
        sum(n_started) as n_started,
        sum(n_lines) as n_lines,
        sum(uncovered_change) as n_uncovered,
        sum(unnamed_change) as n_unnamed,
        sum(revenue) as revenue,
        sum(earned_offset) as earned_offset
    from flag_changes
    group by 1, 2
),

account_states as (
    select
        account_id,
        changed_on as valid_from,
        lead(changed_on, 1, cast('9999-12-31' as date)) over (
            partition by account_id order by changed_on
        ) as valid_to,
        sum(n_started) over (
            partition by account_id
            order by changed_on
            rows between unbounded preceding and current row
        ) as n_started,
        sum(n_lines) over (
            partition by account_id
            order by changed_on
            rows between unbounded preceding and current row
        ) as n_lines,
        sum(n_uncovered) over (
            partition by account_id
            order by changed_on
            rows between unbounded preceding and current row
        ) as n_uncovered,
        sum(n_unnamed) over (
            partition by account_id
            order by changed_on
            rows between unbounded preceding and current row
        ) as n_unnamed,
        sum(revenue) over (
            partition by account_id
            order by changed_on
            rows between unbounded preceding and current row
        ) as revenue,
        sum(earned_offset) over (
            partition by account_id
            order by changed_on
            rows between unbounded preceding and current row
        ) as earned_offset
    from account_changes
),

final as (
    select
        days.account_id,
        days.revenue_on,
        case
            when states.n_lines > 0 and (states.n_unnamed > 0 or states.n_uncovered = 0)
                then cast(states.revenue as {{ type_double() }})
        end as revenue,
        case
            when states.n_started > 0
                then
                    cast(
                        states.revenue * cast(
                            {{ days_between("cast('1970-01-01' as date)", 'days.revenue_on') }}
                            as integer
                        ) + states.earned_offset as {{ type_double() }}
                    ) / parameters.days_a_year
        end as revenue_so_far
    from days
    inner join account_states as states
        on
            days.account_id = states.account_id
            and days.revenue_on >= states.valid_from
            and days.revenue_on < states.valid_to
    cross join parameters
)

select * from final
