-- The CRM. Account ids are 18 characters; some references carry only the first 15 (see `referenced`).

create or replace table salesforce.user as
select
    user_id as id,
    name,
    lower(replace(name, ' ', '.')) || '@larkdesk.example' as email,
    'Customer Success Manager' as title,
    true as is_active,
    false as _fivetran_deleted,
    synced(getvariable('crm_start'), n, 0, 0) as _fivetran_synced
from staff;

-- Accounts beside the customers: duplicates merged into a customer, deleted ones, prospects and partners.
create or replace temp table extra_account as
with
kinds as (
    select * from (
        values ('merged', .02), ('deleted', .01), ('prospect', .03), ('partner', .015)
    ) as k (kind, share)
),

numbered as (
    select
        kind, i,
        row_number() over (order by kind, i) - 1 as n
    from kinds, unnest(range(greatest(1, round(getvariable('accounts') * share))::bigint)) as r (i)
)

select
    numbered.n,
    numbered.kind,
    sf_id('001', 200000 + numbered.n) as account_id,
    master.a as master_a,
    master.account_id as master_id,
    case kind
        when 'merged' then upper(master.name)
        when 'deleted' then master.name || ' (test)'
        when 'prospect' then split_part(master.name, ' ', 1) || ' Ventures'
        else split_part(master.name, ' ', 1) || ' Consulting'
    end as name,
    master.industry, master.region, master.country, master.owner_n,
    getvariable('crm_start') + to_days(floor(chance(numbered.n, 0, 0, 'extra age') * 400)::int) as created_at,
    getvariable('window_start')
    + to_days(floor(chance(numbered.n, 0, 0, 'extra end') * 7 * getvariable('weeks'))::int) as ended_at
from numbered
-- Each takes its name, and a merged one its master, from a customer of its own.
inner join company as master
    on master.r_age = 1 + (numbered.i * 3 + ascii(numbered.kind)) % master.n_all;

-- Dates at which fields of the customers' account records change; null for most.
create or replace temp table account_change as
with
drawn as (
    select
        company.*,
        life.churned_at,
        case
            when chance(a, 0, 1, 'prospect first') < .3 and created_at >= getvariable('crm_start')
                then signed_at
        end as customer_since,
        later(life.churned_at, 20 + 120 * chance(a, 0, 0, 'former')) as former_at,
        case
            when r_crm between several + 1 and 2 * several and segment <> 'enterprise'
                then monday(floor(getvariable('weeks') * chance(a, 0, 0, 'segment week'))::int) + interval 33 hours
        end as segment_at,
        case
            when chance(a, 0, 0, 'owner changes') < .2
                then monday(floor(getvariable('weeks') * chance(a, 0, 0, 'owner week'))::int) + interval 59 hours
        end as owner_at,
        -- A sponsor is lost or won.
        case
            when chance(a, 0, 0, 'sponsor changes') < .12
                then monday(floor(getvariable('weeks') * chance(a, 0, 0, 'sponsor week'))::int) + interval 83 hours
        end as sponsor_at
    from company
    inner join life using (a)
)

select
    drawn.* exclude (customer_since, former_at, segment_at, owner_at, sponsor_at),
    plan_change.new_plan,
    -- A field that changed before the record was made has not changed.
    case when customer_since > created_at and customer_since < getvariable('window_end') then customer_since end
        as customer_since,
    case when former_at < getvariable('window_end') then former_at end as former_at,
    case when segment_at > created_at then segment_at end as segment_at,
    case when owner_at > created_at then owner_at end as owner_at,
    case when sponsor_at > created_at then sponsor_at end as sponsor_at,
    plan_change.changed_at as plan_at
from drawn
left join plan_change using (a);

-- Whether the account has a sponsor at a time: who has one may lose it, who has none may win one.
create or replace temp macro sponsor_known(has_sponsor, sponsor_at, t) as
    has_sponsor <> coalesce(t >= sponsor_at, false);

-- History mode was switched on at crm_start: nothing is known of changes before.
create or replace temp table account_version as
with
moments as (
    select a, greatest(created_at, getvariable('crm_start')) as valid_from from account_change
    union
    select a, unnest([customer_since, former_at, segment_at, owner_at, sponsor_at, plan_at]) from account_change
)

select
    a,
    valid_from,
    lead(valid_from) over (partition by a order by valid_from) as valid_to
from moments
where valid_from is not null;

create or replace table salesforce.account as
with
customers as (
    select
        account_change.account_id as id,
        account_change.name,
        case
            when version.valid_from < customer_since or signed_at >= getvariable('window_end') then 'Prospect'
            when version.valid_from >= former_at then 'Former Customer'
            when chance(account_change.a, 0, 0, 'type word') < .15 then 'Customer - Direct'
            else 'Customer'
        end as type,
        industry,
        -- Absurd amounts: nobody checks what sales people type here.
        case
            when r_crm = n_all then 9999999999999.0
            when chance(account_change.a, 0, 0, 'revenue') < .01 then 1.0
            else round(n_visitors * (200000 + 600000 * chance(account_change.a, 0, 0, 'revenue')), -3)
        end as annual_revenue,
        owner.user_id as owner_id,
        -- A few belong to a parent account.
        case
            when r_crm between 2 * several + 1 and 2 * several + few + n_all // 50
                then referenced(parent.account_id, account_change.a, 0, 1)
        end as parent_id,
        country as billing_country,
        false as is_deleted,
        null::varchar as master_record_id,
        created_at as created_date,
        case
            when chance(account_change.a, 0, 0, 'segment known') < .01 then null
            -- Two typed in another script.
            when n_all >= 40 and r_crm = n_all - 1 then '大企業'
            when n_all >= 40 and r_crm = n_all - 2 then '中小企業'
            else
                case
                    when version.valid_from >= segment_at and segment = 'smb' then 'Mid-Market'
                    when version.valid_from >= segment_at then 'Enterprise'
                    when segment = 'smb' then 'SMB'
                    -- The same segment, typed by another hand.
                    when segment = 'mid_market' and chance(account_change.a, 0, 0, 'segment word') < .05
                        then 'mid market'
                    when segment = 'mid_market' then 'Mid-Market'
                    else 'Enterprise'
                end
        end as segment_c,
        region as region_c,
        use_case as use_case_c,
        case when version.valid_from >= plan_at then new_plan else plan end as plan_c,
        go_live_date as go_live_date_c,
        case
            when sponsor_known(has_sponsor, sponsor_at, version.valid_from)
                then sf_id('003', account_change.a * 16)
        end as executive_sponsor_c,
        account_change.a,
        version.valid_from,
        version.valid_to
    from account_change
    inner join account_version as version using (a)
    inner join staff as owner
        on owner.n = (
            account_change.owner_n + coalesce(version.valid_from >= owner_at, false)::int
        ) % (select count(*) from staff)
    left join (select r_age, account_id from company) as parent
        on parent.r_age = 1 + (account_change.r_crm % 5)
        and parent.account_id <> account_change.account_id
),

others as (
    select
        account_id as id,
        extra_account.name,
        case kind when 'prospect' then 'Prospect' when 'partner' then 'Partner' else 'Customer' end as type,
        industry,
        null::double as annual_revenue,
        user_id as owner_id,
        null::varchar as parent_id,
        country as billing_country,
        coalesce(version.deleted, false) as is_deleted,
        case when kind = 'merged' and version.deleted then master_id end as master_record_id,
        created_at as created_date,
        null::varchar as segment_c,
        region as region_c,
        null::varchar as use_case_c,
        null::varchar as plan_c,
        null::date as go_live_date_c,
        null::varchar as executive_sponsor_c,
        200000 + extra_account.n as a,
        case when version.deleted then ended_at else created_at end as valid_from,
        case when not version.deleted and kind in ('merged', 'deleted') then ended_at end as valid_to
    from extra_account
    inner join staff on staff.n = extra_account.owner_n
    -- Merged and deleted accounts have a version from before and one from after.
    inner join (values (false), (true)) as version (deleted)
        on version.deleted = false or kind in ('merged', 'deleted')
)

select
    unioned.* exclude (a, valid_from, valid_to),
    valid_from as _fivetran_start,
    coalesce(valid_to - interval 1 millisecond, timestamp '9999-12-31 23:59:59') as _fivetran_end,
    valid_to is null as _fivetran_active,
    synced(valid_from, a, epoch(valid_from)::bigint, 0) as _fivetran_synced
from (
    select * from customers
    union all by name
    select * from others
) as unioned;

-- Contact 0 is the executive, where the account has or had one; the others are users of the product.
create or replace temp table contact as
with
people as (
    select
        company.a,
        slots.c::int as c,
        sf_id('003', company.a * 16 + slots.c) as contact_id,
        person.name,
        person.email,
        case
            when slots.c = 0
                then pick(
                    ['Chief Operating Officer', 'VP Customer Support', 'VP Operations', 'Chief Information Officer', 'CEO'],
                    chance(company.a, 0, 0, 'title')
                )
            else pick(
                [
                    'Support Manager', 'Team Lead', 'Service Desk Analyst', 'Operations Manager', 'Support Agent',
                    'System Administrator', 'Director of Support'
                ], chance(company.a, slots.c, 0, 'title')
            )
        end as title
    from company
    inner join account_change using (a)
    cross join unnest(range(company.n_contacts)) as slots (c)
    inner join person
        on person.a = company.a and person.p = case when slots.c = 0 then 1000 else slots.c - 1 end
    where slots.c > 0 or company.has_sponsor or account_change.sponsor_at is not null
),

ranked as (
    select
        people.*,
        company.n_all,
        row_number() over (partition by c order by chance(people.a, c, 0, 'title spelling'), people.a) as r,
        row_number() over (
            partition by c, company.has_sponsor and sponsor_at is null order by chance(people.a, c, 0, 'sponsor gone'), people.a
        ) as r_gone,
        c = 0 and company.has_sponsor and sponsor_at is null as is_named
    from people
    inner join company using (a)
    inner join account_change using (a)
)

select
    a, c, contact_id, name, email,
    -- Some titles are dotted, long or in another language.
    case
        when c = 0 and r <= greatest(3, round(.03 * n_all))
            then [
                'V.P. Operations', 'Senior Vice President of Customer Support, Europe', 'Geschäftsführer', 'C.O.O.',
                'Directeur Général', 'Executive Vice-President, Service Delivery', '代表取締役'
            ][1 + (r % 7)::int]
        else title
    end as title,
    -- The executive of a few was deleted, and the account's field still names them.
    chance(a, c, 0, 'contact deleted') < .02 or (is_named and r_gone <= greatest(1, n_all // 100)) as is_deleted
from ranked;

create or replace table salesforce.contact as
select
    contact_id as id,
    -- Some still point at the record that was merged into this account.
    case
        when merged.account_id is not null and c = 1 then merged.account_id
        else referenced(company.account_id, a, c, 2)
    end as account_id,
    contact.name,
    contact.email,
    contact.title,
    contact.is_deleted,
    greatest(company.created_at, getvariable('crm_start') - interval 500 day) as created_date,
    synced(greatest(company.created_at, getvariable('crm_start')), a, c, 0) as _fivetran_synced
from contact
inner join company using (a)
left join (select master_a as a, account_id from extra_account where kind = 'merged') as merged using (a);

-- Meetings. A few accounts are never met.
create or replace temp table meeting as
with
weeks as (
    select a, w, contact_level from weekly
    union all
    -- Meetings already in the calendar lie after the data.
    select a, w + ahead, contact_level
    from weekly, (values (1), (2)) as later_weeks (ahead)
    where w = getvariable('weeks') - 1
)

select
    a,
    w,
    a::bigint * 2048 + w + 500 as meeting_n,
    monday(w) + to_days(floor(chance(a, w, 0, 'meeting day') * 5)::int)
    + to_minutes(540 + 30 * floor(chance(a, w, 0, 'meeting minute') * 15)::int) as starts_at,
    chance(a, w, 0, 'attended') < clip(.12 + 1.1 * contact_level, .05, .985) as is_attended,
    chance(a, w, 0, 'executive') < .5 * contact_level as executive_comes,
    pick(['Check-in', 'Business review', 'Roadmap', 'Training', 'Support review'], chance(a, w, 0, 'subject')) as subject
from weeks
inner join company using (a)
where
    chance(a, 0, 0, 'never met') >= .04
    and chance(a, w, 0, 'meeting')
    < case segment when 'enterprise' then .42 when 'mid_market' then .3 else .2 end * (.55 + .6 * contact_level);

create or replace table salesforce.event as
select
    sf_id('00U', meeting_n) as id,
    referenced(account_id, a, w, 3) as account_id,
    sf_id('003', a * 16 + 1) as who_id,
    starts_at as start_date_time,
    starts_at + to_minutes(pick([30, 30, 45, 60], chance(a, w, 0, 'length'))) as end_date_time,
    case when subject = 'Training' then 'Training' else 'Meeting' end as type,
    subject,
    false as is_child,
    false as is_recurrence,
    null::varchar as recurrence_activity_id,
    chance(a, w, 0, 'meeting deleted') < .01 as is_deleted,
    least(starts_at - interval 6 day, getvariable('window_end') - interval 4 hour) as created_date,
    staff.user_id as owner_id,
    synced(starts_at, a, w, 1) as _fivetran_synced
from meeting
inner join company using (a)
inner join staff on staff.n = company.owner_n;

create or replace table salesforce.event_relation as
with
invited as (
    -- Our own side always accepts.
    select meeting_n, a, w, starts_at, 9 as slot, staff.user_id as relation_id, 'Accepted' as status
    from meeting
    inner join company using (a)
    inner join staff on staff.n = company.owner_n

    union all

    select
        meeting_n, a, w, starts_at, contact.c, contact.contact_id,
        case
            when starts_at >= getvariable('window_end') then 'New'
            when contact.c = 1 and is_attended then 'Accepted'
            when is_attended and chance(a, w, contact.c, 'joins') < .7 then 'Accepted'
            when chance(a, w, contact.c, 'declines') < .6 then 'Declined'
            else 'New'
        end
    from meeting
    inner join contact using (a)
    inner join account_change using (a)
    where
        contact.c = 1
        or (contact.c = 0 and executive_comes and sponsor_known(has_sponsor, sponsor_at, starts_at))
        or (contact.c >= 2 and chance(a, w, contact.c, 'invited') < .25)
)

select
    sf_id('0RE', meeting_n * 10 + slot) as id,
    sf_id('00U', meeting_n) as event_id,
    relation_id,
    status,
    case
        when status <> 'New'
            then least(
                later(starts_at, -2 - 60 * chance(a, w, slot, 'responded')),
                getvariable('window_end') - interval 3 hour
            )
    end as responded_date,
    false as is_deleted,
    synced(starts_at, a, w, 2 + slot) as _fivetran_synced
from invited;

-- Outgoing mails and the replies to them share a thread.
create or replace temp table mail as
select
    a, w, slot,
    ((a::bigint * 2048 + w + 500) * 2 + slot) * 2 as mail_n,
    monday(w) + to_days(floor(chance(a, w, slot, 'mail day') * 5)::int)
    + to_seconds(28800 + floor(chance(a, w, slot, 'mail second') * 36000)::int) as sent_at,
    case
        when chance(a, w, slot, 'replies') < clip(.12 + .95 * contact_level, .05, .97)
            then (5 + 130 * (1 - contact_level) ** 1.6) * exp(.8 * bell(a, w, slot, 'reply hours'))
    end as reply_hours,
    -- The executive is written to now and then.
    case when slot = 1 and chance(a, w, slot, 'to executive') < .3 then 0 else 1 end as to_c
from weekly
inner join company using (a)
cross join (values (0), (1)) as slots (slot)
where chance(a, w, slot, 'mail')
    < case segment when 'enterprise' then .35 when 'mid_market' then .25 else .16 end;

-- Some of what is not answered gets a note of absence within a minute or two.
create or replace temp table absence as
select a, w, slot
from mail
where reply_hours is null
qualify row_number() over (order by chance(a, w, slot, 'absence'), a, w, slot) <= greatest(1, count(*) over () // 40);

-- A few customers write first, now and then their executive; we answer in the thread. Numbers beyond those of the weeks.
create or replace temp table first_mail as
select
    weekly.a, weekly.w, 2 as slot,
    (a::bigint * 2048 + 1100 + row_number() over (partition by a order by weekly.w)) * 4 as mail_n,
    monday(w) + to_days(floor(chance(a, w, 2, 'mail day') * 5)::int)
    + to_seconds(28800 + floor(chance(a, w, 2, 'mail second') * 36000)::int) as sent_at,
    2 + 20 * chance(a, w, 2, 'our reply') as reply_hours,
    case when chance(a, w, 2, 'executive writes') < .3 and has_sponsor then 0 else 1 end as to_c
from weekly
inner join company using (a)
where r_crm <= greatest(4, round(.04 * n_all)) and chance(a, w, 2, 'writes first') < .2;

create or replace table salesforce.email_message as
with
messages as (
    select
        mail.*, mail_n as message_n, false as incoming, sent_at as message_date, 'Your help desk' as subject
    from mail

    union all

    select
        mail.*, mail_n + 1, true, later(sent_at, reply_hours), 'Re: Your help desk'
    from mail
    where reply_hours is not null

    union all

    select
        mail.*, mail_n + 1, true, later(sent_at, .01 + .02 * chance(a, w, slot, 'absence hours')),
        pick(
            [
                'Automatic reply: Your help desk', 'Out of Office: Your help desk',
                'Automatische Antwort: Your help desk', 'Réponse automatique : Your help desk'
            ], chance(a, w, slot, 'absence words')
        )
    from mail
    inner join absence using (a, w, slot)

    union all

    select first_mail.*, mail_n, true, sent_at, 'A question' from first_mail

    union all

    select first_mail.*, mail_n + 1, false, later(sent_at, reply_hours), 'Re: A question' from first_mail
)

select
    sf_id('02s', message_n) as id,
    -- Mails that came out of a support case hang on the case.
    case when chance(messages.a, w, slot, 'case') < .1 then sf_id('500', message_n) end as parent_id,
    -- One in eight is filed under the first opportunity instead of the account.
    case
        when chance(messages.a, w, slot, 'filed') < .12 then sf_id('006', messages.a::bigint * 2048)
        else referenced(company.account_id, messages.a, w, 4)
    end as related_to_id,
    incoming,
    message_date,
    '<' || hex_id('', messages.a, w, slot, 'thread') || '@larkdesk.example>' as thread_identifier,
    case when incoming then contact.email else lower(replace(staff.name, ' ', '.')) || '@larkdesk.example' end
        as from_address,
    case when incoming then lower(replace(staff.name, ' ', '.')) || '@larkdesk.example' else contact.email end
        as to_address,
    messages.subject,
    false as is_deleted,
    synced(message_date, messages.a, message_n, 0) as _fivetran_synced
from messages
inner join company using (a)
inner join staff on staff.n = company.owner_n
inner join account_change using (a)
inner join contact
    on contact.a = messages.a
    and contact.c = case
        when to_c = 0 and sponsor_known(company.has_sponsor, sponsor_at, sent_at) then 0
        else 1
    end
where message_date < getvariable('window_end');

create or replace table salesforce.task as
select
    sf_id('00T', a::bigint * 2048 + w + 500) as id,
    referenced(account_id, a, w, 5) as account_id,
    sf_id('003', a * 16 + 1) as who_id,
    (monday(w) + to_days(floor(chance(a, w, 0, 'task day') * 5)::int)) as activity_date,
    case when chance(a, w, 0, 'task done') < .5 + .4 * contact_level then 'Completed' else 'Not Started' end as status,
    -- `type` is empty in this company, so the loader never made the column.
    pick(['Call', 'Email', 'Task'], chance(a, w, 0, 'task kind')) as task_subtype,
    'Follow up' as subject,
    chance(a, w, 0, 'task deleted') < .01 as is_deleted,
    staff.user_id as owner_id,
    synced(monday(w) + interval 5 day, a, w, 3) as _fivetran_synced
from weekly
inner join company using (a)
inner join staff on staff.n = company.owner_n
where chance(a, w, 0, 'task') < .2;

-- Opportunities of the CRM follow the contracts: the first sale, renewals by the year, expansions.
create or replace table salesforce.opportunity as
with
first_sales as (
    select
        a, 0 as n, 'New Business' as type, created_at - interval 60 day as opened_at, signed_at as closed_at,
        true as would_win, seats
    from company
),

renewals as (
    select
        period.a, 10 + period.k as n, 'Renewal' as type,
        later(period.ends_at, -24 * (95 + 45 * chance(period.a, period.k, 0, 'renewal opened'))) as opened_at,
        -- Most close shortly before the end of the year, some after it, the lost ones with the notice.
        coalesce(
            case
                when life.notice_at < period.ends_at
                    then greatest(life.notice_at, period.ends_at - interval 90 day)
            end,
            later(period.ends_at, -24 * (-6 + 50 * chance(period.a, period.k, 0, 'renewal closed')))
        ) as closed_at,
        coalesce(life.notice_at, timestamp '2999-01-01') > period.ends_at as would_win,
        subscription.seats
    from period
    inner join subscription using (a, s)
    inner join life using (a)
    where period.s = 0 and subscription.term = 'year'
        -- Not everybody keeps opportunities for renewals.
        and chance(period.a, period.k, 0, 'renewal kept') < .9
        and period.ends_at > getvariable('crm_start')
),

expansions as (
    select
        a, 100 + row_number() over (partition by a order by effective_at) as n,
        case when chance(a, k, 0, 'upsell') < .3 then 'Upsell' else 'Expansion' end as type,
        later(effective_at, -24 * (20 + 50 * chance(a, k, 0, 'expansion opened'))) as opened_at,
        effective_at as closed_at,
        true as would_win,
        seats_added as seats
    from seat_change
    where seats_added > 0
),

-- Hopes: expansions that were talked about; most stay open for a while and are lost.
hopes as (
    select
        a, 300 + w as n, 'Expansion' as type,
        later(monday(w), 10 + 90 * chance(a, w, 0, 'hope hour')) as opened_at,
        later(monday(w), 24 * (25 + 90 * chance(a, w, 0, 'hope closed'))) as closed_at,
        false as would_win,
        3 as seats
    from weekly
    where w >= 0 and chance(a, w, 0, 'hope') < .012 * clip(money_level, .2, 1)
),

services as (
    select
        a, 290 as n, 'Services' as type, signed_at as opened_at, signed_at + interval 30 day as closed_at,
        true as would_win, 5 as seats
    from company
    where chance(a, 0, 0, 'services') < .1
),

dealt as (
    select
        deals.* exclude (n),
        deals.n as deal_n,
        closed_at < getvariable('window_end') as is_closed,
        company.account_id, company.r_crm, company.owner_n, company.name, merged.account_id as merged_id
    from (
        select * from first_sales
        union all by name select * from renewals
        union all by name select * from expansions
        union all by name select * from hopes
        union all by name select * from services
    ) as deals
    inner join company using (a)
    left join (select master_a as a, account_id from extra_account where kind = 'merged') as merged using (a)
    where opened_at < getvariable('window_end')
)

select
    sf_id('006', a::bigint * 2048 + deal_n) as id,
    case when merged_id is not null and deal_n = 0 then merged_id else referenced(account_id, a, deal_n, 7) end as account_id,
    dealt.name || ' ' || lower(type) as name,
    type,
    case
        when is_closed and would_win then 'Closed Won'
        when is_closed then 'Closed Lost'
        -- An open renewal that both sides have agreed on.
        when would_win and closed_at < getvariable('window_end') + interval 21 day then 'Commit'
        when would_win then 'Negotiation'
        else 'Discovery'
    end as stage_name,
    -- Nobody checks amounts: zeros, and one beyond belief.
    case
        when r_crm = 1 and deal_n = 0 then 999999999999.0
        when chance(a, deal_n, 0, 'amount') < .02 then 0.0
        else seats * 12 * round(30 + 40 * chance(a, deal_n, 0, 'amount'))
    end::double as amount,
    is_closed and would_win as is_won,
    is_closed,
    chance(a, deal_n, 0, 'deal deleted') < .01 as is_deleted,
    opened_at as created_date,
    date_trunc('day', closed_at) as close_date,
    staff.user_id as owner_id,
    synced(case when is_closed then closed_at else opened_at end, a, deal_n, 15) as _fivetran_synced
from dealt
inner join staff on staff.n = dealt.owner_n;
