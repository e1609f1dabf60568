-- Tickets, until when each was open, and which level of support it had reached by when.
create temp table ticket_changes as
select ticket_id, field_name, coalesce(value, '') as value, updated as updated_at, user_id, _fivetran_synced as loaded_at
from raw.zendesk.ticket_field_history
where
    ticket_id is not null
    and field_name in ('status', 'priority', 'group_id', 'satisfaction_score')
    and has_happened(updated)
qualify row_number() over (
    partition by ticket_id, field_name, updated, value order by _fivetran_synced desc nulls last
) = 1;

create temp table ticket_tags as
select ticket_id, tag
from raw.zendesk.ticket_tag
where ticket_id is not null and tag <> ''
group by all;

-- What is deleted or merged was a ticket until then.
create temp table tickets as
with landed as (
    from (
        from raw.zendesk.ticket
        qualify row_number() over (partition by id order by _fivetran_synced desc nulls last) = 1
    )
    where id is not null and has_happened(created_at)
),

statuses as (
    select
        ticket_id,
        lower(trim(value)) as status,
        updated_at,
        max(updated_at) filter (lower(trim(value)) <> 'deleted') over (partition by ticket_id) as last_present_at,
        max(updated_at) filter (lower(trim(value)) not in ('solved', 'closed', 'deleted')) over (partition by ticket_id)
            as last_open_at
    from ticket_changes
    where field_name = 'status' and value <> ''
),

ends as (
    select
        ticket_id,
        min(updated_at) filter (status = 'deleted' and coalesce(updated_at >= last_present_at, true)) as deleted_at,
        min(updated_at) filter (
            status in ('solved', 'closed', 'deleted') and coalesce(updated_at >= last_open_at, true)
        ) as closed_at
    from statuses
    group by ticket_id
),

merged as (
    select distinct ticket_id
    from ticket_tags
    where lower(trim(tag)) in (
        select crm_value from crm_values where crm_table = 'ticket' and crm_field = 'tag' and meaning = 'merged'
    )
),

withdrawn as (
    select
        landed.id as ticket_id,
        landed.created_at,
        landed.requester_id,
        coalesce(landed.organization_id, zendesk_users.organization_id) as organization_id,
        case
            when ends.deleted_at is not null then ends.deleted_at
            when lower(trim(landed.status)) = 'deleted'
                then coalesce(sane(landed.updated_at), landed._fivetran_synced, landed.created_at)
            when landed._fivetran_deleted then coalesce(landed._fivetran_synced, sane(landed.updated_at), landed.created_at)
        end as deleted_at,
        case
            when merged.ticket_id is not null
                then coalesce(ends.closed_at, sane(landed.updated_at), landed._fivetran_synced, landed.created_at)
        end as merged_at
    from landed
    left join ends on landed.id = ends.ticket_id
    left join merged on landed.id = merged.ticket_id
    left join zendesk_users on landed.requester_id = zendesk_users.id
)

select
    withdrawn.ticket_id,
    account_keys.account_no,
    withdrawn.requester_id,
    withdrawn.created_at,
    wk(withdrawn.created_at) as created_week,
    if(
        coalesce(withdrawn.deleted_at, withdrawn.merged_at) is null,
        null,
        greatest(least(withdrawn.deleted_at, withdrawn.merged_at), withdrawn.created_at)
    ) as withdrawn_at,
    if(
        withdrawn.deleted_at is not null and coalesce(withdrawn.deleted_at <= withdrawn.merged_at, true), 'deleted', 'closed'
    ) as withdrawn_status
from withdrawn
left join account_keys
    on account_keys.source = 'zendesk' and cast(withdrawn.organization_id as varchar) = account_keys.key;

-- Before any row of its history a ticket is new. Of two changes at one moment the later one holds.
create temp table ticket_statuses as
with changes as (
    select
        tickets.ticket_id,
        ticket_changes.value as status,
        greatest(ticket_changes.updated_at, tickets.created_at) as changed_at,
        ticket_changes.updated_at,
        ticket_changes.loaded_at,
        true as is_landed
    from tickets
    inner join ticket_changes on tickets.ticket_id = ticket_changes.ticket_id and ticket_changes.field_name = 'status'
    union all
    select ticket_id, 'new', created_at, timestamp '1900-01-01', null, false from tickets
    union all
    select ticket_id, withdrawn_status, withdrawn_at, withdrawn_at, null, false from tickets where withdrawn_at is not null
),

moments as (
    from changes
    qualify row_number() over (
        partition by ticket_id, changed_at
        order by updated_at desc, is_landed desc, loaded_at desc nulls last, status
    ) = 1
)

select
    tickets.account_no,
    tickets.created_at,
    moments.changed_at as valid_from,
    lead(moments.changed_at, 1, timestamp '9999-12-31') over ordered as valid_to,
    moments.status not in ('solved', 'closed', 'deleted') as is_open,
    moments.is_landed and (row_number() over ordered > 1 or moments.status <> 'new') as is_history
from moments
inner join tickets using (ticket_id)
window ordered as (partition by moments.ticket_id order by moments.changed_at);

-- Group and tag may both name a level: the higher one holds. Tags have no time.
create temp table ticket_levels as
with tag_levels as (
    select
        ticket_tags.ticket_id,
        max(support_levels.support_level) as support_level,
        coalesce(bool_or(support_levels.is_escalation), false) as is_escalation
    from ticket_tags
    inner join support_levels on lower(ticket_tags.tag) = support_levels.mapped_value and support_levels.mapped_from = 'tag'
    group by ticket_tags.ticket_id
),

group_levels as (
    select cast(id as varchar) as group_id, support_levels.support_level, support_levels.is_escalation
    from (
        from raw.zendesk.group
        qualify row_number() over (partition by id order by _fivetran_synced desc nulls last) = 1
    ) as support_group
    inner join support_levels
        on lower(support_group.name) = support_levels.mapped_value and support_levels.mapped_from = 'group'
),

changes as (
    select
        tickets.ticket_id,
        nullif(ticket_changes.value, '') as group_id,
        greatest(ticket_changes.updated_at, tickets.created_at) as changed_at,
        ticket_changes.updated_at,
        ticket_changes.loaded_at
    from tickets
    inner join ticket_changes on tickets.ticket_id = ticket_changes.ticket_id and ticket_changes.field_name = 'group_id'
    union all
    select ticket_id, null, created_at, timestamp '1900-01-01', null from tickets
),

moments as (
    from changes
    qualify row_number() over (
        partition by ticket_id, changed_at order by updated_at desc, loaded_at desc nulls last, group_id nulls first
    ) = 1
),

levelled as (
    select
        moments.ticket_id,
        moments.changed_at,
        case
            when tag_levels.support_level > group_levels.support_level or group_levels.support_level is null
                then tag_levels.support_level
            else group_levels.support_level
        end as support_level,
        coalesce(group_levels.is_escalation, false) or coalesce(tag_levels.is_escalation, false) as is_escalation
    from moments
    left join tag_levels using (ticket_id)
    left join group_levels using (group_id)
)

select
    levelled.ticket_id,
    tickets.account_no,
    tickets.created_week,
    wk(levelled.changed_at) as reached_week,
    wk(tickets.withdrawn_at) as withdrawn_week,
    levelled.support_level,
    levelled.is_escalation and not coalesce(
        lag(levelled.is_escalation) over (partition by levelled.ticket_id order by levelled.changed_at), false
    ) as is_escalation_start
from levelled
inner join tickets using (ticket_id);
