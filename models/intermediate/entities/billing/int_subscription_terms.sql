{{ config(materialized='view') }}

with items as (
    select
        subscription_id,
        plan_id,
        current_period_start_at,
        current_period_end_at
    from {{ ref('stg_stripe__subscription_items') }}
    where rejection_reason is null and not coalesce(is_deleted, false)
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

line_items as (
    select
        subscription_id,
        period_start_at,
        period_end_at
    from {{ ref('stg_stripe__invoice_line_items') }}
    where
        rejection_reason is null
        and not coalesce(is_proration, false)
        and coalesce(line_type, 'subscription') = 'subscription'
        and subscription_id is not null
),

-- the items of today: they carry no history, and serve only where the version itself is silent
item_terms as (
    select
        items.subscription_id,
        max(items.current_period_start_at) as current_period_start_at,
        max(items.current_period_end_at) as current_period_end_at,
        max(
            case coalesce(prices.recurring_interval, plans.recurring_interval)
                when
                    'year'
                    then
                        12
                        * coalesce(
                            prices.recurring_interval_count, plans.recurring_interval_count, 1
                        )
                when
                    'month'
                    then
                        coalesce(prices.recurring_interval_count, plans.recurring_interval_count, 1)
                when 'week' then 0
                when 'day' then 0
            end
        ) as plan_months
    from items
    left join prices on items.plan_id = prices.price_id
    left join plans on items.plan_id = plans.plan_id
    group by 1
),

line_terms as (
    select
        subscription_id,
        max({{ service_months('period_start_at', 'period_end_at') }}) as line_months
    from line_items
    group by 1
),

-- What the plan says goes before what was invoiced.
final as (
    select
        coalesce(item_terms.subscription_id, line_terms.subscription_id) as subscription_id,
        item_terms.current_period_start_at,
        item_terms.current_period_end_at,
        coalesce(item_terms.plan_months, line_terms.line_months) as term_months
    from item_terms
    full outer join line_terms on item_terms.subscription_id = line_terms.subscription_id
)

select * from final
