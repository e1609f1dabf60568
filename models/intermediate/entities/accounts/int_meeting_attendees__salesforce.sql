{{ config(materialized='view') }}

with final as (
    select
        'salesforce' as source,
        {{ source_id_key('salesforce', 'event_id') }} as meeting_key,
        {{ source_id_key('salesforce', 'relation_id') }} as contact_key,
        answer,
        responded_at
    from {{ ref('stg_salesforce__event_relations') }}
    where
        rejection_reason is null
        and not is_deleted
        and {{ is_used_for('salesforce', 'correspondence') }}
)

select * from final
