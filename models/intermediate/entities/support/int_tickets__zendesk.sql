{{ config(materialized='view') }}

with desk_tickets as (
    select
        source,
        ticket_id,
        source_account_key,
        organization_from,
        requester_id,
        ticket_type,
        via_channel,
        created_at,
        deleted_at,
        merged_at
    from {{ ref('int_desk_tickets__zendesk') }}
    where {{ is_used_for('zendesk', 'support') }}
)

select * from desk_tickets
