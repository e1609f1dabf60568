{{ config(materialized='view') }}

with final as (
    select
        'hubspot' as source,
        is_demo
    from {{ ref('stg_hubspot__company') }}
    where {{ is_used_for('hubspot', 'crm') }}
)

select * from final
