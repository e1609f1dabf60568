-- A desk is a branch; two desks are two sets of tickets.
with tickets as (
    {{ union_branches('int_tickets', [
        'source',
        'ticket_id',
        'source_account_key',
        'organization_from',
        'requester_id',
        'ticket_type',
        'via_channel',
        'created_at',
        'deleted_at',
        'merged_at',
    ]) }}
),

account_keys as (
    select
        source,
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where match_status = 'matched'
),

-- What is deleted or merged was a ticket until then.
final as (
    select
        tickets.source,
        tickets.ticket_id,
        account_keys.account_id,
        tickets.source_account_key as organization_id,
        tickets.organization_from,
        tickets.requester_id,
        tickets.ticket_type,
        tickets.via_channel,
        tickets.created_at,
        case
            when coalesce(tickets.deleted_at, tickets.merged_at) is not null
                then
                    {{ greatest_of([
                        least_of(['tickets.deleted_at', 'tickets.merged_at']),
                        'tickets.created_at',
                    ]) }}
        end as withdrawn_at,
        case
            when
                tickets.deleted_at is not null
                and coalesce(tickets.deleted_at <= tickets.merged_at, true)
                then 'deleted'
            when tickets.merged_at is not null then 'merged'
        end as withdrawn_as
    from tickets
    left join account_keys
        on
            tickets.source = account_keys.source
            and tickets.source_account_key = account_keys.source_account_key
)

select * from final
