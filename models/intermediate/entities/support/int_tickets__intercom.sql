{{ config(materialized='view') }}

with conversations as (
    select
        conversation_id,
        source_type,
        contact_id,
        asked_at,
        deleted_at
    from {{ ref('int_conversations__intercom') }}
    where asked_at is not null and {{ is_used_for('intercom', 'support') }}
),

companies as (
    select
        conversation_id,
        company_id,
        company_from
    from {{ ref('int_conversation_companies__intercom') }}
),

final as (
    select
        'intercom' as source,
        conversations.conversation_id as ticket_id,
        companies.company_id as source_account_key,
        companies.company_from as organization_from,
        conversations.contact_id as requester_id,
        cast(null as {{ type_text() }}) as ticket_type,
        conversations.source_type as via_channel,
        conversations.asked_at as created_at,
        conversations.deleted_at,
        cast(null as {{ type_time() }}) as merged_at
    from conversations
    inner join companies on conversations.conversation_id = companies.conversation_id
)

select * from final
