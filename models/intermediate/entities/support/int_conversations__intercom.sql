with versions as (
    select
        conversation_id,
        company_id,
        source_type,
        lower(delivered_as) as delivered_as,
        case
            when lower(author_type) in ('user', 'lead', 'contact') then author_id
        end as author_contact_id,
        first_contact_reply_at,
        created_at,
        updated_at,
        version_started_at,
        version_ended_at,
        loaded_at,
        case
            when coalesce(is_current_version, not is_deleted, true) then 1 else 0
        end as n_current,
        row_number() over (
            partition by conversation_id
            order by
                coalesce(version_started_at, updated_at, loaded_at) desc nulls last,
                updated_at desc nulls last,
                loaded_at desc nulls last
        ) as age
    from {{ ref('stg_intercom__conversation_history') }}
    where rejection_reason is null
),

parts as (
    select
        conversation_id,
        lower(part_type) as part_type,
        lower(author_type) as author_type,
        coalesce(is_from_ai_agent, false) or coalesce(is_ai_answer, false) as is_by_ai,
        body is not null as has_body,
        created_at
    from {{ ref('stg_intercom__conversation_part_history') }}
    where rejection_reason is null
),

conversation_contacts as (
    select
        conversation_id,
        min(contact_id) as contact_id
    from {{ ref('stg_intercom__conversation_contact_history') }}
    where rejection_reason is null and coalesce(is_current_version, not is_deleted, true)
    group by 1
),

-- What older versions do not know yet is taken from the newest that does.
named_companies as (
    select
        conversation_id,
        company_id,
        row_number() over (partition by conversation_id order by age) as choice
    from versions
    where company_id is not null
),

lives as (
    select
        conversation_id,
        min(first_contact_reply_at) as first_contact_reply_at,
        max(n_current) as n_current
    from versions
    group by 1
),

contact_messages as (
    select
        conversation_id,
        min(created_at) as first_message_at
    from parts
    where author_type in ('user', 'lead', 'contact') and part_type in ('comment', 'open')
    group by 1
),

-- A campaign, a bot or one of us may begin a conversation: it asks for support from the moment
-- on at which a contact writes in it, and never when none does.
begun as (
    select
        versions.conversation_id,
        named_companies.company_id,
        versions.source_type,
        versions.delivered_as,
        coalesce(versions.author_contact_id, conversation_contacts.contact_id) as contact_id,
        versions.author_contact_id,
        versions.created_at,
        case
            when
                versions.delivered_as = 'customer_initiated'
                or (versions.delivered_as is null and versions.author_contact_id is not null)
                then versions.created_at
            else coalesce(lives.first_contact_reply_at, contact_messages.first_message_at)
        end as asked_at,
        case
            when lives.n_current = 0
                then
                    coalesce(
                        case
                            when versions.version_ended_at > versions.version_started_at
                                then versions.version_ended_at
                        end,
                        versions.loaded_at,
                        versions.updated_at,
                        versions.created_at
                    )
        end as deleted_at
    from versions
    inner join lives on versions.conversation_id = lives.conversation_id
    left join named_companies
        on
            versions.conversation_id = named_companies.conversation_id
            and named_companies.choice = 1
    left join conversation_contacts
        on versions.conversation_id = conversation_contacts.conversation_id
    left join contact_messages on versions.conversation_id = contact_messages.conversation_id
    where versions.age = 1
),

-- Bots, AI agents and notes answer nobody; one of us answers by a text, also where it comes with a
-- handing over or a close.
answers as (
    select
        begun.conversation_id,
        min(parts.created_at) as first_answer_at
    from begun
    inner join parts
        on
            begun.conversation_id = parts.conversation_id
            and begun.asked_at <= parts.created_at
    where
        parts.author_type = 'admin'
        and not parts.is_by_ai
        and parts.part_type not like 'note%'
        and (parts.part_type = 'comment' or parts.has_body)
    group by 1
),

final as (
    select
        begun.conversation_id,
        begun.company_id,
        begun.source_type,
        begun.delivered_as,
        begun.contact_id,
        begun.author_contact_id,
        begun.created_at,
        begun.asked_at,
        answers.first_answer_at,
        begun.deleted_at
    from begun
    left join answers on begun.conversation_id = answers.conversation_id
)

select * from final
