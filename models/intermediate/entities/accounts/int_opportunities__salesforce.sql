{{ config(materialized='view') }}

with final as (
    select
        'salesforce' as source,
        opportunity_id,
        {{ source_id_key('salesforce', 'opportunity_id') }} as opportunity_key,
        {{ source_id_key('salesforce', 'account_id') }} as account_key,
        opportunity_type,
        cast(null as {{ type_text() }}) as pipeline_name,
        stage_name,
        is_won,
        is_closed,
        created_at,
        close_date,
        last_modified_at,
        version_started_at,
        is_deleted,
        loaded_at
    from {{ ref('stg_salesforce__opportunities') }}
    where
        rejection_reason is null
        and {{ is_used_for('salesforce', 'crm') }}
)

select * from final
