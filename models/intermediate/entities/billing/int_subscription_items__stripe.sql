{{ config(materialized='view') }}

with items as (
    select
        subscription_id,
        plan_id,
        current_period_start_at,
        current_period_end_at
    from {{ ref('stg_stripe__subscription_items') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and {{ is_used_for('stripe', 'billing') }}
),

prices as (
    select
        price_id,
        recurring_interval,
        recurring_interval_count
    from {{ ref('stg_stripe__prices') }}
    where rejection_reason is null
),

plans as (
    select
        plan_id,
        recurring_interval,
        recurring_interval_count
    from {{ ref('stg_stripe__plans') }}
    where rejection_reason is null
),

-- A plan may have landed as a price too: the price is believed.
final as (
    select
        'stripe' as source,
        items.subscription_id,
        items.current_period_start_at,
        items.current_period_end_at,
        lower(coalesce(prices.recurring_interval, plans.recurring_interval)) as recurring_interval,
        coalesce(prices.recurring_interval_count, plans.recurring_interval_count)
            as recurring_interval_count
    from items
    left join prices on items.plan_id = prices.price_id
    left join plans on items.plan_id = plans.plan_id
)

select * from final
