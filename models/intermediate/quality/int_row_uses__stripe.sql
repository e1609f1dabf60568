{{ config(materialized='view') }}

with customers as (
    select source_account_key as customer_id
    from {{ ref('int_account_keys') }}
    where source = 'stripe' and account_id is not null
),

subscriptions as (
    select
        subscription_id,
        max(customer_id) as customer_id,
        max(account_id) as account_id
    from {{ ref('int_subscriptions') }}
    where source = 'stripe'
    group by 1
),

subscriptions_of_customers as (
    select distinct
        subscription_id,
        customer_id
    from {{ ref('int_subscriptions') }}
    where source = 'stripe' and account_id is not null
),

paying_customers as (
    select distinct customer_id
    from subscriptions
    where account_id is not null
),

discounts as (
    select distinct discount_id
    from {{ ref('int_discounts') }}
    where source = 'stripe' and account_id is not null
),

plans as (
    select plan_id
    from {{ ref('stg_stripe__subscription_items') }}
    where rejection_reason is null and not coalesce(is_deleted, false)

    union distinct

    select plan_id
    from {{ ref('int_invoice_service_lines') }}
    where source = 'stripe'
),

coupons as (
    select distinct coupon_id
    from {{ ref('stg_stripe__subscription_discounts') }}
    where rejection_reason is null and not coalesce(is_deleted, false)
),

judged as (
    select
        'customer' as raw_table,
        case when customers.customer_id is null then 'unknown_account' end as rejection_reason,
        staged_rows.created_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_stripe__customers') }} as staged_rows
    left join customers on staged_rows.customer_id = customers.customer_id
    where staged_rows.rejection_reason is null

    union all

    select
        'subscription_item' as raw_table,
        case when subscriptions.account_id is null then 'unused_subscription' end
            as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_stripe__subscription_items') }} as staged_rows
    left join subscriptions on staged_rows.subscription_id = subscriptions.subscription_id
    where staged_rows.rejection_reason is null and not coalesce(staged_rows.is_deleted, false)

    union all

    select
        'price' as raw_table,
        case when plans.plan_id is null then 'not_referenced' end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_stripe__prices') }} as staged_rows
    left join plans on staged_rows.price_id = plans.plan_id
    where staged_rows.rejection_reason is null

    union all

    select
        'plan' as raw_table,
        case when plans.plan_id is null then 'not_referenced' end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_stripe__plans') }} as staged_rows
    left join plans on staged_rows.plan_id = plans.plan_id
    where staged_rows.rejection_reason is null

    union all

    select
        'coupon' as raw_table,
        case when coupons.coupon_id is null then 'not_referenced' end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_stripe__coupons') }} as staged_rows
    left join coupons on staged_rows.coupon_id = coupons.coupon_id
    where staged_rows.rejection_reason is null

    union all

    select
        'invoice' as raw_table,
        coalesce(
            rejection_reason, case when account_id is null then 'unknown_account' end
        ) as rejection_reason,
        created_at as happened_at,
        cast(null as {{ type_time() }}) as loaded_at
    from {{ ref('int_invoices') }}
    where source = 'stripe'
),

-- What entities took, counted from what they hold.
taken as (
    select
        'subscription_history' as raw_table,
        1 as n_rows
    from {{ ref('stg_stripe__subscription_history') }} as staged_rows
    inner join subscriptions_of_customers
        on
            staged_rows.subscription_id = subscriptions_of_customers.subscription_id
            and staged_rows.customer_id = subscriptions_of_customers.customer_id
    where staged_rows.rejection_reason is null and not coalesce(staged_rows.is_deleted, false)

    union all

    select
        'subscription_discount' as raw_table,
        1 as n_rows
    from {{ ref('stg_stripe__subscription_discounts') }} as staged_rows
    inner join discounts
        on coalesce(staged_rows.discount_id, staged_rows.coupon_id) = discounts.discount_id
    where staged_rows.rejection_reason is null and not coalesce(staged_rows.is_deleted, false)

    union all

    -- Lines of one service period are one row of revenue.
    select
        'invoice_line_item' as raw_table,
        n_lines as n_rows
    from {{ ref('int_recurring_revenue') }}
    where source = 'stripe' and account_id is not null
),

-- Good rows that no revenue, period or discount was made of.
left_out as (
    select
        'invoice_line_item' as raw_table,
        case
            when
                not coalesce(is_proration, false)
                and coalesce(
                    line_type, case when subscription_id is not null then 'subscription' end, 'none'
                ) <> 'subscription'
                then 'not_recurring'
            when not coalesce(period_end_at > period_start_at, false) then 'no_service_period'
        end as rejection_reason,
        period_start_at as happened_at,
        loaded_at
    from {{ ref('stg_stripe__invoice_line_items') }}
    where rejection_reason is null and not coalesce(is_deleted, false)

    union all

    select
        'invoice_line_item' as raw_table,
        rejection_reason,
        cast(valid_from as {{ type_time() }}) as happened_at,
        cast(null as {{ type_time() }}) as loaded_at
    from {{ ref('int_revenue_lines') }}
    where source = 'stripe' and piece_number = 1

    union all

    select
        'subscription_history' as raw_table,
        case
            when customers.customer_id is null then 'unknown_account'
            when subscriptions.subscription_id is null then 'ends_before_it_starts'
        end as rejection_reason,
        staged_rows.created_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_stripe__subscription_history') }} as staged_rows
    left join customers on staged_rows.customer_id = customers.customer_id
    left join subscriptions on staged_rows.subscription_id = subscriptions.subscription_id
    where staged_rows.rejection_reason is null and not coalesce(staged_rows.is_deleted, false)

    union all

    -- A discount of the whole customer reaches each of its subscriptions.
    select
        'subscription_discount' as raw_table,
        case
            when
                subscriptions.account_id is null
                and (
                    staged_rows.subscription_id is not null
                    or paying_customers.customer_id is null
                )
                then 'unused_subscription'
            when discounts.discount_id is null then 'ends_before_it_starts'
        end as rejection_reason,
        staged_rows.started_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_stripe__subscription_discounts') }} as staged_rows
    left join subscriptions on staged_rows.subscription_id = subscriptions.subscription_id
    left join paying_customers on staged_rows.customer_id = paying_customers.customer_id
    left join discounts
        on coalesce(staged_rows.discount_id, staged_rows.coupon_id) = discounts.discount_id
    where staged_rows.rejection_reason is null and not coalesce(staged_rows.is_deleted, false)
),

all_rows as (
    select
        raw_table,
        rejection_reason,
        coalesce({{ week_start('happened_at') }}, {{ week_start('loaded_at') }}) as week,
        1 as n_rows
    from judged

    union all

    select
        raw_table,
        cast(null as {{ type_text() }}) as rejection_reason,
        cast(null as date) as week,
        n_rows
    from taken

    union all

    select
        raw_table,
        rejection_reason,
        coalesce({{ week_start('happened_at') }}, {{ week_start('loaded_at') }}) as week,
        1 as n_rows
    from left_out
    where rejection_reason is not null
),

final as (
    select
        'stripe' as source,
        raw_table,
        rejection_reason,
        week,
        cast(sum(n_rows) as bigint) as n_rows
    from all_rows
    group by 2, 3, 4
)

select * from final
