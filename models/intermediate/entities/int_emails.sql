with messages as (
    select
        email_id,
        {{ crm_id_key('related_to_id') }} as related_key,
        is_incoming,
        sent_at,
        coalesce(thread_id, email_id) as thread_id,
        md5(lower(trim(from_address))) as from_key,
        -- The first of several recipients.
        md5(lower(trim(split_part(to_address, ';', 1)))) as to_key
    from {{ ref('stg_salesforce__email_messages') }}
    where
        rejection_reason is null
        and not is_deleted
),

crm_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where source = 'salesforce'
),

opportunities as (
    select
        {{ crm_id_key('opportunity_id') }} as opportunity_key,
        account_id
    from {{ ref('int_opportunities') }}
),

contacts as (
    select
        contact_key,
        account_id,
        email_key,
        is_executive
    from {{ ref('int_contacts') }}
),

executives as (
    select distinct
        account_id,
        email_key
    from contacts
    where
        is_executive
        and email_key is not null
),

-- Of two mails of one moment the incoming one comes first: it answers what was sent before.
with_replies as (
    select
        *,
        min(case when is_incoming then sent_at end) over (
            partition by thread_id
            order by sent_at asc, is_incoming desc, email_id asc
            rows between 1 following and unbounded following
        ) as replied_at
    from messages
),

outgoing as (
    select
        with_replies.*,
        coalesce(crm_keys.account_id, opportunities.account_id, contacts.account_id) as account_id,
        coalesce(contacts.is_executive, false) as is_about_executive
    from with_replies
    left join crm_keys
        on with_replies.related_key = crm_keys.source_account_key
    left join opportunities
        on with_replies.related_key = opportunities.opportunity_key
    left join contacts
        on with_replies.related_key = contacts.contact_key
    where not with_replies.is_incoming
),

executive_replies as (
    select distinct
        messages.thread_id,
        messages.sent_at
    from messages
    inner join executives
        on messages.from_key = executives.email_key
    where messages.is_incoming
),

final as (
    select
        outgoing.email_id,
        outgoing.account_id,
        outgoing.sent_at,
        outgoing.replied_at,
        outgoing.is_about_executive
        or executives.email_key is not null
        or executive_replies.thread_id is not null as has_executive,
        case
            when outgoing.is_about_executive or executives.email_key is not null
                then outgoing.sent_at
            when executive_replies.thread_id is not null then outgoing.replied_at
        end as executive_at
    from outgoing
    left join executives
        on
            outgoing.account_id = executives.account_id
            and outgoing.to_key = executives.email_key
    left join executive_replies
        on
            outgoing.thread_id = executive_replies.thread_id
            and outgoing.replied_at = executive_replies.sent_at
)

select * from final
