{{ config(materialized='view') }}

with final as (
    select
        'salesforce' as source,
        account_id,
        {{ source_id_key('salesforce', 'account_id') }} as account_key,
        account_name,
        {{ source_id_key('salesforce', 'parent_id') }} as parent_key,
        {{ source_id_key('salesforce', 'master_record_id') }} as master_key,
        cast(null as {{ type_text() }}) as former_key,
        owner_id,
        {{ source_id_key('salesforce', 'owner_id') }} as owner_key,
        created_at,
        account_type,
        segment,
        region,
        industry,
        use_case,
        plan,
        go_live_date,
        executive_sponsor,
        version_started_at,
        is_current_version,
        is_deleted,
        loaded_at
    from {{ ref('stg_salesforce__accounts') }}
    where
        rejection_reason is null
        and {{ is_used_for('salesforce', 'crm') }}
)

select * from final
