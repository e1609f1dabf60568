with tickets as (
    select
        ticket_id,
        organization_id,
        requester_id,
        ticket_type,
        via_channel,
        created_at,
        status,
        is_deleted
    from {{ ref('stg_zendesk__tickets') }}
    where rejection_reason is null
),

users as (
    select
        user_id,
        organization_id
    from {{ ref('stg_zendesk__users') }}
    where rejection_reason is null
),

account_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where source = 'zendesk' and match_status = 'matched'
),

-- a deleted ticket never was one; any other present status is of no concern here
kept as (
    select *
    from tickets
    where not coalesce(is_deleted, false) and coalesce(status, '') <> 'deleted'
),

-- a ticket without an organisation takes its requester's
placed as (
    select
        kept.ticket_id,
        kept.requester_id,
        kept.ticket_type,
        kept.via_channel,
        kept.created_at,
        coalesce(kept.organization_id, users.organization_id) as organization_id,
        case
            when kept.organization_id is not null then 'ticket'
            when users.organization_id is not null then 'requester'
        end as organization_from
    from kept
    left join users on kept.requester_id = users.user_id
),

final as (
    select
        placed.ticket_id,
        account_keys.account_id,
        placed.organization_id,
        placed.organization_from,
        placed.requester_id,
        placed.ticket_type,
        placed.via_channel,
        placed.created_at
    from placed
    left join account_keys on placed.organization_id = account_keys.source_account_key
)

select * from final
