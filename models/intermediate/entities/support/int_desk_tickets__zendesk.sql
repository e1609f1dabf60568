{{ config(materialized='view') }}

with tickets as (
    select
        ticket_id,
        organization_id,
        requester_id,
        ticket_type,
        via_channel,
        created_at,
        updated_at,
        loaded_at,
        coalesce(lower(trim(status)) = 'deleted', false) as has_status_deleted,
        coalesce(is_deleted, false) as is_deleted
    from {{ ref('stg_zendesk__tickets') }}
    where rejection_reason is null
),

status_changes as (
    select
        ticket_id,
        lower(trim(field_value)) as status,
        updated_at
    from {{ ref('stg_zendesk__ticket_field_history') }}
    where
        rejection_reason is null
        and field_name = 'status'
        and field_value is not null
),

ticket_tags as (
    select
        ticket_id,
        lower(trim(tag)) as tag
    from {{ ref('stg_zendesk__ticket_tags') }}
    where rejection_reason is null and not coalesce(is_deleted, false)
),

merged_values as (
    select crm_value
    from {{ ref('crm_values') }}
    where
        source = 'zendesk'
        and crm_table = 'ticket'
        and crm_field = 'tag'
        and meaning = 'merged'
),

users as (
    select
        user_id,
        organization_id
    from {{ ref('stg_zendesk__users') }}
    where rejection_reason is null
),

merged_tickets as (
    select distinct ticket_tags.ticket_id
    from ticket_tags
    inner join merged_values on ticket_tags.tag = merged_values.crm_value
),

-- A status that another one followed was taken back: a restored ticket was never gone.
last_statuses as (
    select
        ticket_id,
        status,
        updated_at,
        max(case when status <> 'deleted' then updated_at end) over (partition by ticket_id)
            as last_present_at,
        max(case when status not in ('solved', 'closed', 'deleted') then updated_at end)
            over (partition by ticket_id) as last_open_at
    from status_changes
),

ends as (
    select
        ticket_id,
        min(
            case
                when status = 'deleted' and coalesce(updated_at >= last_present_at, true)
                    then updated_at
            end
        ) as deleted_at,
        min(
            case
                when
                    status in ('solved', 'closed', 'deleted')
                    and coalesce(updated_at >= last_open_at, true)
                    then updated_at
            end
        ) as closed_at
    from last_statuses
    group by 1
),

-- Tags have no time: a merge closes its ticket. A ticket without an organisation takes its
-- requester's.
final as (
    select
        'zendesk' as source,
        tickets.ticket_id,
        coalesce(tickets.organization_id, users.organization_id) as source_account_key,
        case
            when tickets.organization_id is not null then 'ticket'
            when users.organization_id is not null then 'requester'
        end as organization_from,
        tickets.requester_id,
        tickets.ticket_type,
        tickets.via_channel,
        tickets.created_at,
        case
            when ends.deleted_at is not null then ends.deleted_at
            when tickets.has_status_deleted
                then coalesce(tickets.updated_at, tickets.loaded_at, tickets.created_at)
            when tickets.is_deleted
                then coalesce(tickets.loaded_at, tickets.updated_at, tickets.created_at)
        end as deleted_at,
        case
            when merged_tickets.ticket_id is not null
                then
                    coalesce(
                        ends.closed_at, tickets.updated_at, tickets.loaded_at, tickets.created_at
                    )
        end as merged_at
    from tickets
    left join users on tickets.requester_id = users.user_id
    left join ends on tickets.ticket_id = ends.ticket_id
    left join merged_tickets on tickets.ticket_id = merged_tickets.ticket_id
)

select * from final
