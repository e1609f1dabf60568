{{ config(materialized='view') }}

with final as (
    select
        'stripe' as source,
        line_item_id,
        invoice_id,
        subscription_id,
        plan_id,
        coalesce(is_proration, false) as is_proration,
        coalesce(
            coalesce(line_type, case when subscription_id is not null then 'subscription' end)
            = 'subscription',
            false
        ) as is_recurring,
        lower(currency) as currency,
        quantity,
        amount,
        period_start_at,
        period_end_at
    from {{ ref('stg_stripe__invoice_line_items') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and {{ is_used_for('stripe', 'billing') }}
)

select * from final
