{{ config(materialized='view') }}

with final as (
    select
        'salesforce' as source,
        is_demo
    from {{ ref('stg_salesforce__company') }}
    where {{ is_used_for('salesforce', 'crm') }}
)

select * from final
