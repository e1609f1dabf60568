-- The same requests in Intercom: a ticket is a conversation that a contact began, its past stands in its parts.

create schema intercom;

create or replace temp macro hex24(kind, n) as left(md5(kind || n::varchar), 24);

create or replace table intercom.company_history as
select
    hex24('company', id) as id,
    external_id as company_id,
    name,
    created_at,
    created_at as updated_at,
    created_at as _fivetran_start,
    timestamp '9999-12-31 23:59:59' as _fivetran_end,
    true as _fivetran_active,
    _fivetran_synced
from zendesk.organization;

create or replace table intercom.contact_history as
select
    hex24('contact', id) as id,
    id::varchar as external_id,
    'user' as role,
    email,
    created_at,
    created_at as updated_at,
    created_at as _fivetran_start,
    timestamp '9999-12-31 23:59:59' as _fivetran_end,
    true as _fivetran_active,
    _fivetran_synced
from zendesk.user
where role = 'end-user';

create or replace table intercom.contact_company_history as
select
    hex24('contact', id) as contact_id,
    hex24('company', organization_id) as company_id,
    created_at as contact_updated_at,
    created_at as _fivetran_start,
    timestamp '9999-12-31 23:59:59' as _fivetran_end,
    true as _fivetran_active,
    _fivetran_synced
from zendesk.user
where role = 'end-user' and organization_id is not null;

create or replace table intercom.admin as
select id::varchar as id, name, email, false as _fivetran_deleted, _fivetran_synced
from zendesk.user
where role = 'agent';

create or replace table intercom.team as
select id::varchar as id, name, false as _fivetran_deleted, _fivetran_synced
from zendesk.group;

-- Intercom tells no merges: the duplicates of the desk are not there.
create or replace temp table conversation as
select ticket.*
from zendesk.ticket
where ticket.id not in (select ticket_id from zendesk.ticket_tag where tag = 'closed_by_merge');

create or replace table intercom.conversation_history as
with
ratings as (
    select
        ticket_id,
        arg_max(value, updated) as word,
        max(updated) as rated_at
    from zendesk.ticket_field_history
    where field_name = 'satisfaction_score' and value in ('good', 'bad')
    group by ticket_id
),

gone as (
    select ticket_id, min(updated) as deleted_at
    from zendesk.ticket_field_history
    where field_name = 'status' and value = 'deleted'
    group by ticket_id
),

ended as (
    select
        conversation.*,
        case when _fivetran_deleted or deleted_at is not null then coalesce(deleted_at, updated_at) end as deleted_at
    from conversation
    left join gone on conversation.id = gone.ticket_id
)

select
    ended.id::varchar as id,
    case when organization_id is not null then hex24('company', organization_id) end as company_id,
    'conversation' as source_type,
    'customer_initiated' as source_delivered_as,
    'user' as source_author_type,
    hex24('contact', requester_id) as source_author_id,
    case when status in ('solved', 'closed') then 'closed' when status in ('pending', 'hold') then 'snoozed' else 'open' end
        as state,
    status not in ('solved', 'closed') as open,
    case when priority in ('high', 'urgent') then 'priority' else 'not_priority' end as priority,
    group_id::varchar as team_assignee_id,
    created_at as first_contact_reply_created_at,
    case word when 'good' then 5 when 'bad' then 1 end as conversation_rating_value,
    rated_at as conversation_rating_created_at,
    case when word is not null then hex24('contact', requester_id) end as conversation_rating_contact_id,
    created_at,
    updated_at,
    updated_at as _fivetran_start,
    coalesce(deleted_at, timestamp '9999-12-31 23:59:59') as _fivetran_end,
    deleted_at is null as _fivetran_active,
    _fivetran_synced
from ended
left join ratings on ended.id = ratings.ticket_id;

create or replace table intercom.conversation_contact_history as
select
    id::varchar as conversation_id,
    hex24('contact', requester_id) as contact_id,
    updated_at as conversation_updated_at,
    updated_at as _fivetran_start,
    timestamp '9999-12-31 23:59:59' as _fivetran_end,
    true as _fivetran_active,
    _fivetran_synced
from conversation;

create or replace table intercom.conversation_part_history as
with
changes as (
    select
        ticket_field_history.*,
        lag(value) over (partition by ticket_id, field_name order by updated) as value_before
    from zendesk.ticket_field_history
    inner join conversation on ticket_field_history.ticket_id = conversation.id
    where field_name in ('status', 'group_id')
),

parts as (
    select
        ticket_id, updated, _fivetran_synced, user_id,
        case
            when field_name = 'group_id' then 'assignment'
            when value = 'solved' then 'close'
            when value in ('pending', 'hold') then 'snoozed'
            -- The first thing that the desk does is answer.
            when value = 'open' and value_before = 'new' then 'comment'
            when value = 'open' then 'open'
        end as part_type,
        case when field_name = 'group_id' then value end as assigned_to_id
    from changes
)

select
    row_number() over (order by updated, ticket_id, part_type)::varchar as id,
    ticket_id::varchar as conversation_id,
    part_type,
    'admin' as author_type,
    user_id::varchar as author_id,
    false as from_ai_agent,
    assigned_to_id,
    case when part_type = 'comment' then '<p>Thank you</p>' end as body,
    updated as created_at,
    updated as updated_at,
    updated as _fivetran_start,
    timestamp '9999-12-31 23:59:59' as _fivetran_end,
    true as _fivetran_active,
    _fivetran_synced
from parts
where part_type is not null;

create or replace table intercom.tag as
select
    row_number() over (order by tag)::varchar as id, tag as name, false as _fivetran_deleted,
    getvariable('last_load') as _fivetran_synced
from (select distinct tag from zendesk.ticket_tag where tag <> 'closed_by_merge');

-- A tag is put on when the conversation begins.
create or replace table intercom.conversation_tag_history as
select
    ticket_id::varchar as conversation_id,
    tag.id as tag_id,
    conversation.created_at as conversation_updated_at,
    conversation.created_at as _fivetran_start,
    timestamp '9999-12-31 23:59:59' as _fivetran_end,
    true as _fivetran_active,
    ticket_tag._fivetran_synced
from zendesk.ticket_tag
inner join conversation on ticket_tag.ticket_id = conversation.id
inner join intercom.tag on ticket_tag.tag = tag.name;
