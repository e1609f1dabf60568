-- Good rows of stripe have a key, and only once; the raw rows that break this must be rejected, not dropped.
with found as (
    select
        'stg_stripe__customers' as model_name,
        coalesce(cast(customer_id as text), 'null') as key_text,
        case
            when customer_id is null then 'the key customer_id is not filled'
            else 'the key customer_id stands on ' || cast(count(*) as text) || ' good rows'
        end as finding
    from {{ ref('stg_stripe__customers') }}
    where rejection_reason is null
    group by customer_id
    having count(*) > 1 or customer_id is null

    union all

    select
        'stg_stripe__subscription_history' as model_name,
        coalesce(cast(subscription_id as text), 'null') || ', ' || coalesce(cast(version_from as text), 'null') as key_text,
        case
            when subscription_id is null then 'the key subscription_id, version_from is not filled'
            else 'the key subscription_id, version_from stands on ' || cast(count(*) as text) || ' good rows'
        end as finding
    from {{ ref('stg_stripe__subscription_history') }}
    where rejection_reason is null
    group by subscription_id, version_from
    having count(*) > 1 or subscription_id is null

    union all

    select
        'stg_stripe__prices' as model_name,
        coalesce(cast(price_id as text), 'null') as key_text,
        case
            when price_id is null then 'the key price_id is not filled'
            else 'the key price_id stands on ' || cast(count(*) as text) || ' good rows'
        end as finding
    from {{ ref('stg_stripe__prices') }}
    where rejection_reason is null
    group by price_id
    having count(*) > 1 or price_id is null

    union all

    select
        'stg_stripe__plans' as model_name,
        coalesce(cast(plan_id as text), 'null') as key_text,
        case
            when plan_id is null then 'the key plan_id is not filled'
            else 'the key plan_id stands on ' || cast(count(*) as text) || ' good rows'
        end as finding
    from {{ ref('stg_stripe__plans') }}
    where rejection_reason is null
    group by plan_id
    having count(*) > 1 or plan_id is null

    union all

    select
        'stg_stripe__coupons' as model_name,
        coalesce(cast(coupon_id as text), 'null') as key_text,
        case
            when coupon_id is null then 'the key coupon_id is not filled'
            else 'the key coupon_id stands on ' || cast(count(*) as text) || ' good rows'
        end as finding
    from {{ ref('stg_stripe__coupons') }}
    where rejection_reason is null
    group by coupon_id
    having count(*) > 1 or coupon_id is null

    union all

    select
        'stg_stripe__invoices' as model_name,
        coalesce(cast(invoice_id as text), 'null') as key_text,
        case
            when invoice_id is null then 'the key invoice_id is not filled'
            else 'the key invoice_id stands on ' || cast(count(*) as text) || ' good rows'
        end as finding
    from {{ ref('stg_stripe__invoices') }}
    where rejection_reason is null
    group by invoice_id
    having count(*) > 1 or invoice_id is null
)

select
    model_name || ' (' || key_text || '): ' || finding || '. Correct unique_key or rejection_reason in models/staging/stripe/'
    || model_name || '.sql, or the rows that the loader brought.' as problem
from found
