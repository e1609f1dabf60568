{{ config(materialized='view') }}

with customer_weeks as (
    select
        account_id,
        snapshot_week,
        segment,
        attributes_known_by
    from {{ ref('int_account_weeks') }}
    where is_alive
),

windows as (
    select
        snapshot_week,
        lead_days,
        window_end,
        is_validated,
        is_combined
    from {{ ref('int_outcome_windows') }}
),

lives as (
    select
        account_id,
        first_week,
        last_week,
        churned_at,
        churn_fact
    from {{ ref('int_account_lives') }}
),

subscriptions as (
    select
        account_id,
        min(valid_from) as first_in_force_at
    from {{ ref('int_subscriptions') }}
    where is_in_force and account_id is not null
    group by 1
),

-- Alive by what is known today too: an end that was told late does not count as one to come.
-- A CRM without history shows only who stayed, so without a subscription nothing is known.
living as (
    select
        customer_weeks.account_id,
        customer_weeks.snapshot_week,
        customer_weeks.segment,
        lives.churned_at,
        lives.churn_fact,
        subscriptions.first_in_force_at < customer_weeks.snapshot_week
        or customer_weeks.attributes_known_by <> 'current_only' as is_known
    from customer_weeks
    inner join lives
        on
            customer_weeks.account_id = lives.account_id
            and customer_weeks.snapshot_week >= lives.first_week
            and customer_weeks.snapshot_week <= lives.last_week
    left join subscriptions on customer_weeks.account_id = subscriptions.account_id
),

final as (
    select
        living.account_id,
        living.snapshot_week,
        windows.lead_days,
        windows.window_end,
        windows.is_validated,
        windows.is_combined,
        living.segment,
        case
            when living.is_known then coalesce(living.churned_at < windows.window_end, false)
        end as is_churned,
        case
            when living.is_known and living.churned_at < windows.window_end
                then living.churned_at
        end as churned_at,
        case
            when living.is_known and living.churned_at < windows.window_end
                then living.churn_fact
        end as churn_fact
    from living
    inner join windows on living.snapshot_week = windows.snapshot_week
)

select * from final
