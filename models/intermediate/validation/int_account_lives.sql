{{ config(materialized='view') }}

with customer_weeks as (
    select
        account_id,
        snapshot_week
    from {{ ref('int_customer_weeks') }}
    where is_alive
),

newest as (
    select max(snapshot_week) as snapshot_week
    from {{ ref('int_snapshot_weeks') }}
),

subscriptions as (
    select
        account_id,
        case when ended_at < valid_to then ended_at else valid_to end as ended_at
    from {{ ref('int_subscriptions') }}
    where is_in_force and account_id is not null
),

roles as (
    select
        account_id,
        valid_from,
        valid_to,
        account_role
    from {{ ref('int_account_attributes') }}
    where account_role <> 'customer'
),

with_past as (
    select
        *,
        lag(snapshot_week) over (partition by account_id order by snapshot_week) as previous_week
    from customer_weeks
),

numbered as (
    select
        account_id,
        snapshot_week,
        sum(
            case when snapshot_week = {{ weeks_after('previous_week', 1) }} then 0 else 1 end
        ) over (
            partition by account_id
            order by snapshot_week
            rows between unbounded preceding and current row
        ) as life_number
    from with_past
),

lives as (
    select
        account_id,
        cast(life_number as integer) as life_number,
        min(snapshot_week) as first_week,
        max(snapshot_week) as last_week,
        {{ weeks_after('max(snapshot_week)', 1) }} as gone_week
    from numbered
    group by 1, 2
),

-- What happened between the last snapshot of a life and the one that misses the account.
last_subscriptions as (
    select
        lives.account_id,
        lives.life_number,
        max(subscriptions.ended_at) as ended_at
    from lives
    inner join subscriptions
        on
            lives.account_id = subscriptions.account_id
            and lives.last_week <= subscriptions.ended_at
            and lives.gone_week > subscriptions.ended_at
    group by 1, 2
),

-- Billing decides before the CRM, which is often told late.
final as (
    select
        lives.account_id,
        lives.life_number,
        lives.first_week,
        lives.last_week,
        case
            when lives.last_week < newest.snapshot_week
                then coalesce(last_subscriptions.ended_at, roles.valid_from)
        end as churned_at,
        case
            when lives.last_week >= newest.snapshot_week then null
            when last_subscriptions.ended_at is not null then 'subscription_ended'
            when roles.account_role = 'former_customer' then 'crm_former_customer'
            when roles.account_role is not null then 'crm_other_role'
        end as churn_fact
    from lives
    cross join newest
    left join last_subscriptions
        on
            lives.account_id = last_subscriptions.account_id
            and lives.life_number = last_subscriptions.life_number
    left join roles
        on
            lives.account_id = roles.account_id
            and lives.gone_week > roles.valid_from
            and lives.gone_week <= roles.valid_to
)

select * from final
