{{ config(materialized='view') }}

with final as (
    select
        'salesforce' as source,
        {{ source_id_key('salesforce', 'user_id') }} as user_key,
        user_name
    from {{ ref('stg_salesforce__users') }}
    where
        rejection_reason is null
        and {{ is_used_for('salesforce', 'crm') }}
)

select * from final
