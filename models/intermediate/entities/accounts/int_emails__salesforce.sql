{{ config(materialized='view') }}

-- A mail is filed under one id, be it that of an account, an opportunity or a contact.
with final as (
    select
        'salesforce' as source,
        email_id,
        {{ source_id_key('salesforce', 'related_to_id') }} as account_key,
        {{ source_id_key('salesforce', 'related_to_id') }} as opportunity_key,
        {{ source_id_key('salesforce', 'related_to_id') }} as contact_key,
        {{ source_id_key('salesforce', 'sender_id') }} as sender_key,
        from_address,
        subject,
        headers,
        is_incoming,
        sent_at,
        thread_id
    from {{ ref('stg_salesforce__email_messages') }}
    where
        rejection_reason is null
        and not is_deleted
        and {{ is_used_for('salesforce', 'correspondence') }}
)

select * from final
