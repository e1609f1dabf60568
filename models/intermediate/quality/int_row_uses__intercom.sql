{{ config(materialized='view') }}

with companies as (
    select source_account_key as company_id
    from {{ ref('int_account_keys') }}
    where source = 'intercom' and account_id is not null
),

contacts as (
    select distinct contact_companies.contact_id
    from {{ ref('int_contact_companies__intercom') }} as contact_companies
    inner join companies on contact_companies.company_id = companies.company_id
),

tickets as (
    select
        ticket_id,
        account_id
    from {{ ref('int_tickets') }}
    where source = 'intercom'
),

-- What became of each conversation.
conversations as (
    select
        conversations.conversation_id,
        case
            when conversations.asked_at is null then 'outbound_without_reply'
            when tickets.ticket_id is null then 'table_not_read'
            when conversation_companies.is_ambiguous then 'ambiguous_account'
            when tickets.account_id is null then 'unknown_account'
        end as rejection_reason
    from {{ ref('int_conversations__intercom') }} as conversations
    inner join {{ ref('int_conversation_companies__intercom') }} as conversation_companies
        on conversations.conversation_id = conversation_companies.conversation_id
    left join tickets on conversations.conversation_id = tickets.ticket_id
),

used_conversations as (
    select conversation_id
    from conversations
    where rejection_reason is null
),

ratings as (
    select source_row_key
    from {{ ref('int_survey_answers__intercom') }}
),

-- A version that is a rating is counted as an answer.
versions as (
    select
        staged_rows.conversation_id,
        staged_rows.created_at,
        staged_rows.loaded_at
    from {{ ref('stg_intercom__conversation_history') }} as staged_rows
    left join ratings
        on
            {{ hash_key([
                'staged_rows.conversation_id', 'staged_rows.updated_at',
                'staged_rows.version_started_at',
            ]) }}
            = ratings.source_row_key
    where staged_rows.rejection_reason is null and ratings.source_row_key is null
),

all_rows as (
    select
        'company_history' as raw_table,
        case when companies.company_id is null then 'unknown_account' end as rejection_reason,
        staged_rows.created_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_intercom__company_history') }} as staged_rows
    left join companies on staged_rows.company_id = companies.company_id
    where staged_rows.rejection_reason is null

    union all

    select
        'contact_history' as raw_table,
        case when contacts.contact_id is null then 'unknown_account' end as rejection_reason,
        staged_rows.created_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_intercom__contact_history') }} as staged_rows
    left join contacts on staged_rows.contact_id = contacts.contact_id
    where staged_rows.rejection_reason is null

    union all

    select
        'contact_company_history' as raw_table,
        case when companies.company_id is null then 'unknown_account' end as rejection_reason,
        staged_rows.updated_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_intercom__contact_company_history') }} as staged_rows
    left join companies on staged_rows.company_id = companies.company_id
    where staged_rows.rejection_reason is null

    union all

    select
        'conversation_history' as raw_table,
        conversations.rejection_reason,
        versions.created_at as happened_at,
        versions.loaded_at
    from versions
    inner join conversations on versions.conversation_id = conversations.conversation_id

    union all

    select
        'conversation_contact_history' as raw_table,
        case when used_conversations.conversation_id is null then 'unused_ticket' end
            as rejection_reason,
        staged_rows.updated_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_intercom__conversation_contact_history') }} as staged_rows
    left join used_conversations
        on staged_rows.conversation_id = used_conversations.conversation_id
    where staged_rows.rejection_reason is null

    union all

    select
        'conversation_part_history' as raw_table,
        case
            when
                lower(staged_rows.part_type) not in ('comment', 'open')
                and lower(staged_rows.part_type) not like 'close%'
                and lower(staged_rows.part_type) not like '%snooze%'
                and lower(staged_rows.part_type) not like '%reopen%'
                and lower(staged_rows.part_type) not like '%assign%'
                then 'field_not_read'
            when used_conversations.conversation_id is null then 'unused_ticket'
        end as rejection_reason,
        staged_rows.created_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_intercom__conversation_part_history') }} as staged_rows
    left join used_conversations
        on staged_rows.conversation_id = used_conversations.conversation_id
    where staged_rows.rejection_reason is null

    union all

    select
        'conversation_tag_history' as raw_table,
        case when used_conversations.conversation_id is null then 'unused_ticket' end
            as rejection_reason,
        staged_rows.updated_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_intercom__conversation_tag_history') }} as staged_rows
    left join used_conversations
        on staged_rows.conversation_id = used_conversations.conversation_id
    where staged_rows.rejection_reason is null

    union all

    -- Lists of words are read whole.
    select
        'tag' as raw_table,
        cast(null as {{ type_text() }}) as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        loaded_at
    from {{ ref('stg_intercom__tags') }}
    where rejection_reason is null and not coalesce(is_deleted, false)

    union all

    select
        'team' as raw_table,
        cast(null as {{ type_text() }}) as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        loaded_at
    from {{ ref('stg_intercom__teams') }}
    where rejection_reason is null
),

final as (
    select
        'intercom' as source,
        raw_table,
        rejection_reason,
        coalesce({{ week_start('happened_at') }}, {{ week_start('loaded_at') }}) as week,
        cast(count(*) as bigint) as n_rows
    from all_rows
    group by 2, 3, 4
)

select * from final
