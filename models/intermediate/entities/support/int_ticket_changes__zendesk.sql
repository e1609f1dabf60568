{{ config(materialized='view') }}

with final as (
    select
        'zendesk' as source,
        ticket_id,
        field_name,
        field_value,
        updated_at as changed_at,
        loaded_at
    from {{ ref('stg_zendesk__ticket_field_history') }}
    where
        rejection_reason is null
        and field_name in ('status', 'priority', 'group_id')
        and {{ is_used_for('zendesk', 'support') }}
)

select * from final
