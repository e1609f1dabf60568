{{ config(materialized='view') }}

with prices as (
    select
        price_id as plan_id,
        unit_amount,
        recurring_interval,
        recurring_interval_count
    from {{ ref('stg_stripe__prices') }}
    where rejection_reason is null

    union all

    select
        plan_id,
        amount as unit_amount,
        recurring_interval,
        recurring_interval_count
    from {{ ref('stg_stripe__plans') }}
    where rejection_reason is null
),

final as (
    select
        'stripe' as source,
        plan_id,
        unit_amount,
        lower(recurring_interval) as recurring_interval,
        recurring_interval_count
    from prices
    where {{ is_used_for('stripe', 'billing') }}
)

select * from final
