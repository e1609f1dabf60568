-- The support desk. The past of a ticket is in ticket_field_history; the ticket's row shows its present only.

create or replace table zendesk.group as
select
    360008000000 + n as id,
    name,
    false as _fivetran_deleted,
    getvariable('history_start') as created_at,
    synced(getvariable('history_start'), n, 0, 30) as _fivetran_synced
from (
    values (1, 'Tier 1'), (2, 'Tier 2'), (3, 'Tier 3'), (4, 'Escalations'), (5, 'Billing questions')
) as g (n, name);

create or replace temp table desk as
select
    a,
    370000000000 + a * 11 as organization_id,
    -- One in fifty writes nobody, and has no organisation.
    r_support <= few as is_silent,
    case
        -- For some the e-mail's domain must do, for some the first 15 characters.
        when r_support between few + 1 and few + several then null
        when r_support between few + several + 1 and few + 2 * several then left(account_id, 15)
        else account_id
    end as external_id,
    r_support between few + 2 * several + 1 and few + 3 * several as leaves_organization_out,
    least(n_visitors, 5) as n_requesters
from company;

create or replace table zendesk.organization as
select
    organization_id as id,
    external_id,
    company.name,
    signed_at as created_at,
    synced(signed_at, a, 0, 31) as _fivetran_synced
from desk
inner join company using (a)
where not is_silent and signed_at < getvariable('window_end');

create or replace table zendesk.user as
select
    380000000000 + desk.a * 100 + person.p as id,
    desk.organization_id,
    person.email,
    person.name,
    'end-user' as role,
    signed_at as created_at,
    synced(signed_at, desk.a, person.p, 32) as _fivetran_synced
from desk
inner join company using (a)
inner join person on person.a = desk.a and person.p < n_requesters
where not is_silent and signed_at < getvariable('window_end')

union all

select
    390000000000 + n,
    null,
    lower(replace(name, ' ', '.')) || '@larkdesk.example',
    name,
    'agent',
    getvariable('history_start'),
    synced(getvariable('history_start'), n, 0, 33)
from staff;

create or replace temp table request as
with
slots as (
    select
        weekly.a, weekly.w, slot, support_level,
        later(monday(weekly.w), 7 + 106 * chance(weekly.a, weekly.w, slot, 'ticket hour')) as created_at,
        (weekly.w + 1000) * 4 + slot as case_n,
        segment, signed_at
    from weekly
    inner join company using (a)
    inner join desk using (a)
    cross join (values (0), (1), (2)) as slots (slot)
    where not is_silent
        and chance(weekly.a, weekly.w, slot, 'ticket')
        < case segment when 'enterprise' then .26 when 'mid_market' then .16 else .08 end * (1.55 - support_level)
),

drawn as (
    select
        *,
        clip(
            exp(2.7 + 3.6 * (1 - support_level) + 1.1 * bell(a, case_n, 0, 'hours open')), .5, 2500
        ) as hours_open,
        chance(a, case_n, 0, 'escalated') < .01 + .4 * (1 - support_level) ** 2 as is_escalated,
        chance(a, case_n, 0, 'tier') as tier,
        chance(a, case_n, 0, 'fate') as fate,
        chance(a, case_n, 0, 'reopened') < .06 as is_reopened,
        pick(['low', 'normal', 'normal', 'normal', 'high', 'urgent'], chance(a, case_n, 0, 'priority')) as priority
    from slots
    where created_at < getvariable('window_end') and created_at >= signed_at
)

select
    drawn.*,
    10000 + row_number() over (order by created_at, drawn.a, case_n) as ticket_id,
    380000000000 + drawn.a * 100 + floor(n_requesters * chance(drawn.a, case_n, 0, 'requester'))::int as requester_id,
    case
        when leaves_organization_out or chance(drawn.a, case_n, 0, 'organization') < .04 then null
        else organization_id
    end as organization_id,
    hours_open + case when is_reopened then 20 + .3 * hours_open else 0 end as last_solved_hours,
    -- However small the company, one ticket is deleted.
    row_number() over (order by chance(drawn.a, case_n, 1, 'fate'), drawn.a, case_n) = 1 or fate < .012 as is_deleted_soon,
    -- A few are deleted after weeks: until then they were tickets like others.
    row_number() over (
        order by
            created_at < getvariable('window_end') - interval 60 day and fate between .03 and .9 desc,
            chance(drawn.a, case_n, 2, 'fate'), drawn.a, case_n
    ) <= greatest(1, count(*) over () // 300) as is_deleted_late
from drawn
inner join desk using (a);

create or replace temp table field_change as
with
changes as (
    select ticket_id, a, case_n, created_at, steps.*
    from request
    cross join lateral (
        values
        ('status', 0.0, 'new', true),
        ('status', .08 * hours_open, 'open', true),
        ('status', .2 * hours_open, 'pending', tier < .6),
        ('status', .35 * hours_open, 'hold', tier < .05),
        ('status', .6 * hours_open, 'open', tier < .6),
        ('status', hours_open, 'solved', true),
        ('status', hours_open + 20, 'open', is_reopened),
        ('status', hours_open * 1.3 + 20, 'solved', is_reopened),
        ('status', last_solved_hours + 96, 'closed', true),
        ('priority', 0.0, priority, true),
        ('priority', .3 * hours_open, 'urgent', is_escalated and priority <> 'urgent'),
        ('group_id', 0.0, case when tier > .95 then '360008000005' else '360008000001' end, true),
        ('group_id', .25 * hours_open, '360008000002', tier < .3),
        ('group_id', .5 * hours_open, '360008000003', tier < .08),
        ('group_id', .55 * hours_open, '360008000004', is_escalated and fate > .4),
        ('satisfaction_score', 0.0, 'unoffered', true),
        ('satisfaction_score', last_solved_hours + 24, 'offered', true),
        (
            'satisfaction_score', last_solved_hours + 26 + 70 * chance(a, case_n, 0, 'answers after'),
            case
                when chance(a, case_n, 0, 'good') < clip(.05 + 1.05 * support_level, 0, .97) then 'good' else 'bad'
            end,
            chance(a, case_n, 0, 'rates') < .45
        )
    ) as steps (field_name, hours, value, happens)
    where happens
)

select ticket_id, a, case_n, field_name, later(created_at, hours) as updated, value
from changes
inner join request using (ticket_id, a, case_n, created_at)
where later(created_at, hours) < getvariable('window_end')
    and (not is_deleted_soon or hours < 3)
    and (not is_deleted_late or hours < 24 * (20 + 30 * chance(a, case_n, 0, 'deleted after')))

union all

select ticket_id, a, case_n, 'status', created_at + interval 5 hour, 'deleted'
from request
where is_deleted_soon and created_at + interval 5 hour < getvariable('window_end')

union all

select ticket_id, a, case_n, 'status', later(created_at, 24 * (20 + 30 * chance(a, case_n, 0, 'deleted after'))), 'deleted'
from request
where is_deleted_late and not is_deleted_soon
    and later(created_at, 24 * (20 + 30 * chance(a, case_n, 0, 'deleted after'))) < getvariable('window_end');

create or replace table zendesk.ticket_field_history as
select
    ticket_id,
    field_name,
    value,
    updated,
    390000000000 + (ticket_id + length(value)) % (select count(*) from staff) as user_id,
    synced(updated, ticket_id, hash(field_name) >> 1, 34) as _fivetran_synced
from field_change;

-- `type` and the satisfaction text are empty here, so the loader made no such columns.
create or replace table zendesk.ticket as
with
present as (
    select
        ticket_id,
        max_by(value, updated) filter (where field_name = 'status') as status,
        max_by(value, updated) filter (where field_name = 'priority') as priority,
        max_by(value, updated) filter (where field_name = 'group_id') as group_id,
        max(updated) as updated_at
    from field_change
    group by ticket_id
)

select
    request.ticket_id as id,
    organization_id,
    requester_id,
    cast(present.group_id as bigint) as group_id,
    present.priority,
    present.status,
    pick(['How do I', 'Error in', 'Question about', 'Cannot open'], chance(a, case_n, 0, 'words')) || ' '
    || pick(['the inbox', 'reports', 'an export', 'automations'], chance(a, case_n, 1, 'words')) as subject,
    created_at,
    updated_at,
    pick(['web', 'email', 'email', 'chat'], chance(a, case_n, 0, 'channel')) as via_channel,
    fate between .02 and .026 or (is_deleted_late and present.status = 'deleted') as _fivetran_deleted,
    synced(updated_at, a, case_n, 35) as _fivetran_synced
from request
inner join present using (ticket_id);

create or replace table zendesk.ticket_tag as
select
    ticket_id,
    tag,
    synced(created_at, a, case_n, 36) as _fivetran_synced
from request
cross join lateral (
    values
    -- What is not moved to the group of escalations is marked by a tag, some by both.
    ('escalated', is_escalated and (fate <= .4 or tier < .5) and created_at < getvariable('window_end') - interval 1 day),
    ('vip', segment = 'enterprise' and tier < .2),
    ('how_to', tier between .4 and .7)
) as tags (tag, is_set)
where is_set;

-- Two requests that were the same as the one before, merged into it within the hour: closed, and marked by Zendesk's tag.
create or replace temp table duplicate as
select
    request.* exclude (ticket_id, created_at),
    800000 + ticket_id * 10 + copy_n as ticket_id,
    request.created_at + to_minutes((5 + 7 * copy_n)::int) as created_at
from (
    select
        *,
        row_number() over (order by chance(a, case_n, 3, 'fate'), a, case_n) as r,
        count(*) over () as n_requests
    from request
    where created_at < getvariable('window_end') - interval 1 day
) as request
cross join (values (0), (1)) as copies (copy_n)
where r <= greatest(1, n_requests // 200);

insert into zendesk.ticket by name
select
    ticket_id as id, organization_id, requester_id, 360008000001 as group_id, priority, 'closed' as status,
    'The same again' as subject, created_at, created_at + interval 50 minute as updated_at, 'email' as via_channel,
    false as _fivetran_deleted, synced(created_at, a, ticket_id, 37) as _fivetran_synced
from duplicate;

insert into zendesk.ticket_field_history by name
select
    ticket_id, field_name, value, created_at + to_minutes(minutes) as updated, 390000000000 as user_id,
    synced(created_at, ticket_id, minutes, 38) as _fivetran_synced
from duplicate
cross join (
    values ('status', 'new', 0), ('group_id', '360008000001', 0), ('status', 'open', 10), ('status', 'closed', 50)
) as steps (field_name, value, minutes);

insert into zendesk.ticket_tag by name
select ticket_id, 'closed_by_merge' as tag, synced(created_at, ticket_id, 0, 39) as _fivetran_synced
from duplicate;
