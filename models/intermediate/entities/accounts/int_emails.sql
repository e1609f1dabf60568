with landed_messages as (
    {{ union_branches('int_emails', [
        'source',
        'email_id',
        'account_key',
        'opportunity_key',
        'contact_key',
        'sender_key',
        'from_address',
        'subject',
        'headers',
        'is_incoming',
        'sent_at',
        'thread_id',
    ]) }}
),

messages as (
    select
        source,
        email_id,
        account_key,
        opportunity_key,
        contact_key,
        sender_key,
        -- Some land a name with it: Ann <ann@acme.example>.
        coalesce(
            {{ first_match('lower(from_address)', '<([^<>]+)>') }},
            nullif(lower(trim(from_address)), '')
        ) as from_address,
        ' ' || replace({{ snake_case('subject') }}, '_', ' ') || ' ' as subject_words,
        lower(headers) as headers,
        is_incoming,
        sent_at,
        nullif(trim(thread_id), '') as thread_id
    from landed_messages
),

account_keys as (
    select
        source,
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
),

opportunities as (
    select
        source,
        opportunity_key,
        account_id
    from {{ ref('int_opportunities') }}
),

contacts as (
    select
        source,
        contact_key,
        crm_contact_key,
        account_id,
        is_executive,
        coalesce(deleted_at, cast('9999-12-31' as {{ type_time() }})) as contact_until
    from {{ ref('int_contacts') }}
),

addresses as (
    select
        source,
        contact_key,
        email_key
    from {{ ref('int_contact_addresses') }}
),

attributes as (
    select
        account_id,
        valid_from,
        valid_to,
        executive_sponsor
    from {{ ref('int_account_attributes') }}
),

automatic_values as (
    select
        source,
        crm_field,
        crm_value
    from {{ ref('crm_values') }}
    where
        crm_table = 'email_message'
        and meaning = 'automatic'
),

automatic_mails as (
    select distinct
        messages.source,
        messages.email_id
    from messages
    inner join automatic_values
        on
            automatic_values.source in (messages.source, '*')
            and (
                (
                    automatic_values.crm_field = 'subject'
                    and messages.subject_words like ' ' || automatic_values.crm_value || ' %'
                )
                or (
                    automatic_values.crm_field = 'from_address'
                    and messages.from_address like automatic_values.crm_value || '%'
                )
                or (
                    automatic_values.crm_field = 'headers'
                    and messages.headers like '%' || automatic_values.crm_value || '%'
                )
            )
    where messages.is_incoming
),

-- Of two mails of one moment the incoming one comes first: it answers what was sent before.
with_replies as (
    select
        messages.*,
        automatic_mails.email_id is not null as is_automatic,
        min(
            case
                when messages.is_incoming and automatic_mails.email_id is null
                    then messages.sent_at
            end
        ) over (
            partition by messages.source, coalesce(messages.thread_id, messages.email_id)
            order by messages.sent_at asc, messages.is_incoming desc, messages.email_id asc
            rows between 1 following and unbounded following
        ) as replied_at
    from messages
    left join automatic_mails
        on
            messages.source = automatic_mails.source
            and messages.email_id = automatic_mails.email_id
),

-- Who wrote is the contact of the sender's id or address. What a mail is filed under names the
-- sender only where neither landed.
senders as (
    select
        messages.source,
        messages.email_id,
        contacts.source as contact_source,
        contacts.contact_key
    from messages
    inner join contacts
        on
            messages.source = contacts.source
            and messages.sender_key = contacts.contact_key
    where messages.is_incoming

    union distinct

    select
        messages.source,
        messages.email_id,
        addresses.source as contact_source,
        addresses.contact_key
    from messages
    inner join addresses
        on {{ md5_of('messages.from_address') }} = addresses.email_key
    where messages.is_incoming

    union distinct

    select
        messages.source,
        messages.email_id,
        contacts.source as contact_source,
        contacts.contact_key
    from messages
    inner join contacts
        on
            messages.source = contacts.source
            and messages.contact_key = contacts.contact_key
    where
        messages.is_incoming
        and messages.sender_key is null
        and messages.from_address is null
),

-- One address may stand at several accounts; then it names none.
sender_accounts as (
    select
        senders.source,
        senders.email_id,
        min(contacts.account_id) as account_id
    from senders
    inner join contacts
        on
            senders.contact_source = contacts.source
            and senders.contact_key = contacts.contact_key
    group by 1, 2
    having count(distinct contacts.account_id) = 1
),

placed as (
    select
        with_replies.source,
        with_replies.email_id,
        with_replies.is_incoming,
        with_replies.sent_at,
        with_replies.thread_id,
        with_replies.is_automatic,
        with_replies.replied_at,
        coalesce(
            account_keys.account_id,
            opportunities.account_id,
            contacts.account_id,
            sender_accounts.account_id
        ) as account_id
    from with_replies
    left join account_keys
        on
            with_replies.source = account_keys.source
            and with_replies.account_key = account_keys.source_account_key
    left join opportunities
        on
            with_replies.source = opportunities.source
            and with_replies.opportunity_key = opportunities.opportunity_key
    left join contacts
        on
            with_replies.source = contacts.source
            and with_replies.contact_key = contacts.contact_key
    left join sender_accounts
        on
            with_replies.source = sender_accounts.source
            and with_replies.email_id = sender_accounts.email_id
),

-- An executive by title, or whom the CRM named as the sponsor when the mail was written.
executive_senders as (
    select
        placed.source,
        placed.email_id,
        max(contacts.contact_until) as executive_until
    from placed
    inner join senders
        on
            placed.source = senders.source
            and placed.email_id = senders.email_id
    inner join contacts
        on
            senders.contact_source = contacts.source
            and senders.contact_key = contacts.contact_key
            and placed.account_id = contacts.account_id
    left join attributes
        on
            placed.account_id = attributes.account_id
            and placed.sent_at >= attributes.valid_from
            and placed.sent_at < attributes.valid_to
    where
        not placed.is_automatic
        and (
            contacts.is_executive
            or attributes.executive_sponsor = contacts.crm_contact_key
        )
    group by 1, 2
),

final as (
    select
        placed.source,
        placed.email_id,
        placed.account_id,
        placed.is_incoming,
        placed.sent_at,
        placed.is_automatic,
        placed.thread_id is not null as has_thread,
        case when not placed.is_incoming then placed.replied_at end as replied_at,
        executive_senders.executive_until
    from placed
    left join executive_senders
        on
            placed.source = executive_senders.source
            and placed.email_id = executive_senders.email_id
)

select * from final
