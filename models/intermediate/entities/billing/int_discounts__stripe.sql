{{ config(materialized='view') }}

with discounts as (
    select
        discount_id,
        subscription_id,
        customer_id,
        coupon_id,
        started_at,
        ended_at
    from {{ ref('stg_stripe__subscription_discounts') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and {{ is_used_for('stripe', 'billing') }}
),

coupons as (
    select
        coupon_id,
        percent_off,
        amount_off,
        lower(currency) as currency,
        duration
    from {{ ref('stg_stripe__coupons') }}
    where rejection_reason is null
),

final as (
    select
        'stripe' as source,
        coalesce(discounts.discount_id, discounts.coupon_id) as discount_id,
        discounts.subscription_id,
        discounts.customer_id as source_account_key,
        coupons.percent_off,
        coupons.amount_off,
        coupons.currency,
        coalesce(coupons.duration = 'once', false) as is_for_one_term,
        discounts.started_at,
        discounts.ended_at
    from discounts
    left join coupons on discounts.coupon_id = coupons.coupon_id
)

select * from final
