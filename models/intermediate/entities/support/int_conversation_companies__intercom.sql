with conversations as (
    select
        conversation_id,
        company_id,
        author_contact_id,
        coalesce(asked_at, created_at) as asked_at
    from {{ ref('int_conversations__intercom') }}
),

conversation_contacts as (
    select
        conversation_id,
        contact_id,
        case
            when coalesce(is_current_version, not is_deleted, true) then 1 else 2
        end as preference
    from {{ ref('stg_intercom__conversation_contact_history') }}
    where rejection_reason is null
),

-- All versions: those of a lead that became a user have ended.
contact_addresses as (
    select distinct
        contact_id,
        lower(contact_role) as contact_role,
        lower(trim(email)) as email
    from {{ ref('stg_intercom__contact_history') }}
    where rejection_reason is null and email is not null
),

contact_companies as (
    select
        contact_id,
        company_id,
        valid_from,
        valid_to,
        min(valid_from) over (partition by contact_id) as known_from
    from {{ ref('int_contact_companies__intercom') }}
),

-- The desk makes up a company for a lead; it is nobody's customer.
made_up_companies as (
    select distinct company_id
    from {{ ref('stg_intercom__company_history') }}
    where rejection_reason is null and own_company_key like '%-qualification-company'
),

account_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where source = 'intercom' and match_status = 'matched'
),

known_contacts as (
    select
        conversation_id,
        contact_id,
        preference
    from conversation_contacts

    union all

    select
        conversation_id,
        author_contact_id as contact_id,
        2 as preference
    from conversations
    where author_contact_id is not null
),

-- Who takes part now is asked before who did, and that one before the user of a lead's address.
asked_contacts as (
    select
        conversation_id,
        contact_id,
        preference
    from known_contacts

    union all

    select
        known_contacts.conversation_id,
        users.contact_id,
        3 as preference
    from known_contacts
    inner join contact_addresses as leads
        on known_contacts.contact_id = leads.contact_id and leads.contact_role = 'lead'
    inner join contact_addresses as users
        on leads.email = users.email and users.contact_role = 'user'
),

-- Companies at the time of the conversation, or the first that are known of the contact.
candidates as (
    select distinct
        conversations.conversation_id,
        contact_companies.company_id,
        account_keys.account_id,
        asked_contacts.preference
        + case when made_up_companies.company_id is null then 0 else 3 end as preference
    from conversations
    inner join asked_contacts on conversations.conversation_id = asked_contacts.conversation_id
    inner join contact_companies
        on
            asked_contacts.contact_id = contact_companies.contact_id
            and contact_companies.valid_from
            <= {{ greatest_of(['conversations.asked_at', 'contact_companies.known_from']) }}
            and contact_companies.valid_to
            > {{ greatest_of(['conversations.asked_at', 'contact_companies.known_from']) }}
    left join made_up_companies on contact_companies.company_id = made_up_companies.company_id
    left join account_keys on contact_companies.company_id = account_keys.source_account_key
    where conversations.company_id is null
),

-- Two companies of one account are no doubt about the account.
counted as (
    select
        conversation_id,
        preference,
        count(
            distinct coalesce('account ' || account_id, 'company ' || company_id)
        ) as n_accounts,
        min(company_id) as company_id,
        row_number() over (partition by conversation_id order by preference) as choice
    from candidates
    group by 1, 2
),

final as (
    select
        conversations.conversation_id,
        case
            when conversations.company_id is not null then conversations.company_id
            when counted.n_accounts = 1 then counted.company_id
        end as company_id,
        case
            when conversations.company_id is not null then 'ticket'
            when counted.n_accounts = 1 then 'requester'
        end as company_from,
        conversations.company_id is null and coalesce(counted.n_accounts > 1, false)
            as is_ambiguous
    from conversations
    left join counted
        on
            conversations.conversation_id = counted.conversation_id
            and counted.choice = 1
)

select * from final
