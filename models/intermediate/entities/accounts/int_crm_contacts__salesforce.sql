{{ config(materialized='view') }}

with final as (
    select
        'salesforce' as source,
        contact_id,
        {{ source_id_key('salesforce', 'contact_id') }} as contact_key,
        {{ source_id_key('salesforce', 'account_id') }} as account_key,
        email,
        true as is_main_address,
        contact_name,
        title,
        created_at,
        changed_at,
        version_started_at,
        is_deleted,
        loaded_at
    from {{ ref('stg_salesforce__contacts') }}
    where
        rejection_reason is null
        and (
            {{ is_used_for('salesforce', 'crm') }}
            or {{ is_used_for('salesforce', 'correspondence') }}
        )
)

select * from final
