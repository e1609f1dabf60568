{{ config(materialized='view') }}

with customers as (
    select
        customer_id,
        crm_account_key,
        email
    from {{ ref('stg_stripe__customers') }}
    where rejection_reason is null
),

final as (
    select
        'stripe' as source,
        customer_id as source_account_key,
        true as is_used_key,
        crm_account_key as carried_id,
        cast(null as {{ type_time() }}) as known_at,
        {{ email_domain('email') }} as email_domain
    from customers
    where {{ is_beside_crm('stripe') }}
)

select * from final
