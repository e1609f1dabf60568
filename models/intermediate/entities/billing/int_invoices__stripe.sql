{{ config(materialized='view') }}

with final as (
    select
        'stripe' as source,
        invoice_id,
        customer_id as source_account_key,
        subscription_id,
        status,
        lower(currency) as currency,
        coalesce(created_at, finalized_at, period_start_at, loaded_at) as created_at,
        due_at,
        finalized_at,
        paid_at,
        voided_at,
        marked_uncollectible_at as uncollectible_at,
        amount_due,
        amount_paid
    from {{ ref('stg_stripe__invoices') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and {{ is_used_for('stripe', 'billing') }}
)

select * from final
