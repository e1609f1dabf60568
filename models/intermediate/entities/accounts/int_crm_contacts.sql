{{ config(materialized='view') }}

with final as (
    select
        source,
        contact_id,
        contact_key,
        account_key,
        email,
        is_main_address,
        contact_name,
        title,
        created_at,
        changed_at,
        version_started_at,
        is_deleted,
        loaded_at
    from {{ ref('int_crm_contacts__salesforce') }}

    union all

    select
        source,
        contact_id,
        contact_key,
        account_key,
        email,
        is_main_address,
        contact_name,
        title,
        created_at,
        changed_at,
        version_started_at,
        is_deleted,
        loaded_at
    from {{ ref('int_crm_contacts__hubspot') }}
)

select * from final
