{{ config(materialized='view') }}

with final as (
    select
        'stripe' as source,
        subscription_id,
        customer_id as source_account_key,
        status,
        coalesce(started_at, created_at, current_period_start_at, loaded_at) as started_at,
        current_period_start_at,
        current_period_end_at,
        case
            when ended_at is not null then ended_at
            when status = 'canceled' then coalesce(canceled_at, current_period_end_at)
        end as ended_at,
        trial_start_at,
        trial_end_at,
        version_from,
        version_to
    from {{ ref('stg_stripe__subscription_history') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and {{ is_used_for('stripe', 'billing') }}
)

select * from final
