-- Deals, meetings and e-mails: who of an account met or wrote to whom, and what was answered.
create temp table opportunities as
with versions as (
    select
        crm_key(opportunity.id) as opportunity_key,
        crm_key(opportunity.account_id) as account_key,
        coalesce(types.meaning, 'other') as kind,
        stages.meaning as stage,
        sane(opportunity.created_date) as created_at,
        cast(sane(opportunity.close_date) as date) as close_date,
        opportunity._fivetran_synced as seen_at,
        coalesce(opportunity._fivetran_synced, opportunity.created_date) as learned_at,
        coalesce(opportunity.is_deleted, false) as is_deleted,
        case
            when not coalesce(opportunity.is_closed, stages.meaning in ('won', 'lost'), false) then 'open'
            when coalesce(opportunity.is_won, stages.meaning = 'won', false) then 'won'
            else 'lost'
        end as outcome,
        row_number() over (
            partition by crm_key(opportunity.id) order by opportunity._fivetran_synced desc nulls last, opportunity.id desc
        ) as version_rank
    from (
        from raw.salesforce.opportunity
        qualify row_number() over (partition by id order by _fivetran_synced desc nulls last) = 1
    ) as opportunity
    left join crm_values as types
        on types.crm_table = 'opportunity' and types.crm_field = 'type' and lower(trim(opportunity.type)) = types.crm_value
    left join crm_values as stages
        on stages.crm_table = 'opportunity' and stages.crm_field = 'stage_name'
            and lower(trim(opportunity.stage_name)) = stages.crm_value
    where opportunity.id <> '' and has_happened(opportunity.created_date)
),

latest as (
    from versions
    where version_rank = 1 and not is_deleted
),

learned as (
    select
        latest.opportunity_key,
        max(versions.seen_at) filter (versions.outcome <> latest.outcome) as otherwise_at,
        count(*) filter (versions.outcome <> latest.outcome) > 0 as was_otherwise,
        min(versions.learned_at) filter (versions.stage = 'committed') as committed_at
    from latest
    inner join versions using (opportunity_key)
    group by latest.opportunity_key
),

seen as (
    select latest.opportunity_key, min(versions.seen_at) as seen_at
    from latest
    inner join learned using (opportunity_key)
    inner join versions using (opportunity_key, outcome)
    where coalesce(versions.seen_at > learned.otherwise_at, true)
    group by latest.opportunity_key
)

select
    latest.opportunity_key,
    crm_keys.account_no,
    latest.kind,
    latest.created_at,
    case
        when latest.outcome = 'open' then null
        when learned.was_otherwise or latest.close_date > seen.seen_at then cast(seen.seen_at as date)
        else coalesce(latest.close_date, cast(latest.learned_at as date))
    end as closed_on,
    latest.outcome = 'won' as is_won,
    learned.committed_at
from latest
left join crm_keys on latest.account_key = crm_keys.key
left join learned using (opportunity_key)
left join seen using (opportunity_key);

create temp table meetings as
with landed as (
    select
        crm_key(id) as event_key,
        crm_key(account_id) as account_key,
        crm_key(who_id) as who_key,
        start_date_time as started_at,
        coalesce(sane(end_date_time), start_date_time) as ended_at,
        lower(trim(subject)) as subject,
        coalesce(is_child, false) as is_copy,
        coalesce(is_deleted, false) as is_deleted,
        coalesce(is_recurrence, false) and greatest(
            count(recurrence_activity_id) over (partition by crm_key(coalesce(recurrence_activity_id, id))),
            count(*) filter (not coalesce(is_recurrence, false) and not coalesce(is_child, false)) over (
                partition by crm_key(account_id), crm_key(who_id), start_date_time, subject
            )
        ) > 0 as is_series
    from raw.salesforce.event
    where id <> ''
    qualify row_number() over (partition by id order by _fivetran_synced desc nulls last) = 1
),

held as (
    select
        landed.*,
        coalesce(crm_keys.account_no, contacts.account_no) as account_no,
        contacts.contact_key is not null as is_with_contact,
        coalesce(contacts.is_executive, false) as is_with_executive,
        coalesce(contacts.deleted_at, timestamp '9999-12-31') as contact_until
    from landed
    left join crm_keys on landed.account_key = crm_keys.key
    left join contacts on landed.who_key = contacts.contact_key
    where
        has_happened(landed.started_at)
        and not landed.is_copy
        and not landed.is_deleted
        and not landed.is_series
        and not exists (
            from crm_values
            where crm_table = 'event' and crm_field = 'subject' and landed.subject like crm_value || '%'
        )
),

sponsored as (
    select held.*, attributes.executive_sponsor
    from held
    left join attributes
        on held.account_no = attributes.account_no
            and held.started_at >= attributes.valid_from and held.started_at < attributes.valid_to
),

answers as (
    select
        crm_key(event_id) as event_key,
        crm_key(relation_id) as contact_key,
        lower(trim(status)) in (
            select crm_value from crm_values where crm_table = 'event_relation' and meaning = 'accepted'
        ) as is_accepted,
        sane(responded_date) as responded_at
    from (
        from raw.salesforce.event_relation
        qualify row_number() over (partition by event_id, relation_id order by _fivetran_synced desc nulls last) = 1
    )
    where event_id <> '' and relation_id <> '' and not coalesce(is_deleted, false)
),

invitations as (
    select
        sponsored.event_key,
        bool_or(answers.is_accepted and coalesce(sponsored.ended_at >= answers.responded_at, true)) as is_accepted,
        max(coalesce(contacts.deleted_at, timestamp '9999-12-31')) filter (
            answers.is_accepted
            and coalesce(sponsored.ended_at >= answers.responded_at, true)
            and (contacts.is_executive or sponsored.executive_sponsor = contacts.contact_key)
        ) as executive_until
    from sponsored
    inner join answers using (event_key)
    inner join contacts on answers.contact_key = contacts.contact_key and sponsored.account_no = contacts.account_no
    group by sponsored.event_key
)

select
    sponsored.account_no,
    sponsored.started_at,
    wk(sponsored.started_at) as week,
    case
        when invitations.event_key is not null then coalesce(invitations.is_accepted, false)
        when sponsored.is_with_contact then true
    end as is_attended,
    wk(case
        when invitations.event_key is not null then invitations.executive_until
        when sponsored.is_with_executive or sponsored.executive_sponsor = sponsored.who_key then sponsored.contact_until
    end) as executive_until_week
from sponsored
left join invitations using (event_key);

create temp table mails as
with landed as (
    select
        id,
        crm_key(related_to_id) as related_key,
        coalesce(
            nullif(regexp_extract(lower(from_address), '<([^<>]+)>', 1), ''), nullif(lower(trim(from_address)), '')
        ) as address,
        subject,
        incoming as is_incoming,
        message_date as sent_at,
        nullif(trim(thread_identifier), '') as thread
    from (
        from raw.salesforce.email_message
        qualify row_number() over (partition by id order by _fivetran_synced desc nulls last) = 1
    )
    where id <> '' and incoming is not null and has_happened(message_date) and not coalesce(is_deleted, false)
),

automatic_subjects as (
    select subjects.subject
    from (select distinct subject, snake_case(subject) as words from landed where is_incoming) as subjects
    semi join crm_values
        on crm_values.crm_table = 'email_message' and crm_values.crm_field = 'subject'
            and replace(subjects.words, '_', ' ') || ' ' like crm_values.crm_value || ' %'
),

automatic_addresses as (
    select addresses.address
    from (select distinct address from landed where is_incoming) as addresses
    semi join crm_values
        on crm_values.crm_table = 'email_message' and crm_values.crm_field = 'from_address'
            and addresses.address like crm_values.crm_value || '%'
),

-- A reply is the next incoming mail of the thread that a person wrote.
threaded as (
    select
        landed.*,
        landed.is_incoming and (
            automatic_subjects.subject is not null or automatic_addresses.address is not null
        ) as is_automatic,
        min(if(
            landed.is_incoming and automatic_subjects.subject is null and automatic_addresses.address is null,
            landed.sent_at, null
        )) over (
            partition by coalesce(landed.thread, landed.id)
            order by landed.sent_at, landed.is_incoming desc, landed.id
            rows between 1 following and unbounded following
        ) as replied_at
    from landed
    left join automatic_subjects using (subject)
    left join automatic_addresses using (address)
),

-- One address may stand at several accounts; then it names none.
addresses as (
    select email as address, min(account_no) as account_no
    from contacts
    where email is not null
    group by email
    having count(distinct account_no) = 1
),

-- What a mail is filed under names its sender only where no address landed.
placed as (
    select
        threaded.*,
        related.contact_key as related_contact_key,
        coalesce(
            crm_keys.account_no,
            opportunities.account_no,
            related.account_no,
            if(threaded.is_incoming, addresses.account_no, null)
        ) as account_no
    from threaded
    left join crm_keys on threaded.related_key = crm_keys.key
    left join opportunities on threaded.related_key = opportunities.opportunity_key
    left join contacts as related on threaded.related_key = related.contact_key
    left join addresses using (address)
),

executives as (
    select placed.id, max(coalesce(contacts.deleted_at, timestamp '9999-12-31')) as executive_until
    from placed
    inner join contacts
        on placed.account_no = contacts.account_no
            and (
                placed.address = contacts.email
                or (placed.address is null and placed.related_contact_key = contacts.contact_key)
            )
    left join attributes
        on placed.account_no = attributes.account_no
            and placed.sent_at >= attributes.valid_from and placed.sent_at < attributes.valid_to
    where
        placed.is_incoming
        and not placed.is_automatic
        and (contacts.is_executive or attributes.executive_sponsor = contacts.contact_key)
    group by placed.id
)

select
    placed.account_no,
    placed.is_incoming,
    placed.sent_at,
    wk(placed.sent_at) as week,
    placed.thread is not null as has_thread,
    if(placed.is_incoming, null, placed.replied_at) as replied_at,
    wk(executives.executive_until) as executive_until_week
from placed
left join executives using (id);
