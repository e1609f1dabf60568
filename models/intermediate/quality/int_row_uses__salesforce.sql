{{ config(materialized='table') }}

-- A table, so that its many joins are planned by themselves.
with account_keys as (
    select source_account_key as account_key
    from {{ ref('int_account_keys') }}
    where source = 'salesforce' and account_id is not null
),

owners as (
    select distinct {{ source_id_key('salesforce', 'owner_id') }} as owner_key
    from {{ ref('stg_salesforce__accounts') }}
    where rejection_reason is null
),

contacts as (
    select
        contact_key,
        max(account_id) as account_id
    from {{ ref('int_contacts') }}
    where source = 'salesforce'
    group by 1
),

opportunities as (
    select
        opportunity_key,
        max(account_id) as account_id
    from {{ ref('int_opportunities') }}
    where source = 'salesforce'
    group by 1
),

meetings as (
    select
        meeting_key as event_key,
        max(account_id) as account_id
    from {{ ref('int_meetings') }}
    where source = 'salesforce'
    group by 1
),

cancelled_subjects as (
    select crm_value
    from {{ ref('crm_values') }}
    where
        source in ('salesforce', '*')
        and crm_table = 'event'
        and crm_field = 'subject'
        and meaning = 'cancelled'
),

cancelled_events as (
    select distinct events.event_id
    from {{ ref('stg_salesforce__events') }} as events
    inner join cancelled_subjects
        on lower(trim(events.subject)) like cancelled_subjects.crm_value || '%'
),

-- What a mail may be filed under.
crm_keys as (
    select account_key as crm_key
    from account_keys

    union distinct

    select opportunity_key as crm_key
    from opportunities

    union distinct

    select contact_key as crm_key
    from contacts
),

mails as (
    select
        email_id,
        account_id,
        is_automatic
    from {{ ref('int_emails') }}
    where source = 'salesforce'
),

messages as (
    select
        email_id,
        related_to_id,
        is_incoming,
        sent_at,
        loaded_at,
        coalesce(thread_id, email_id) as thread_id
    from {{ ref('stg_salesforce__email_messages') }}
    where rejection_reason is null and not is_deleted
),

-- A mail that came in is used where it answers one of ours.
mail_threads as (
    select distinct coalesce(staged_rows.thread_id, staged_rows.email_id) as thread_id
    from {{ ref('stg_salesforce__email_messages') }} as staged_rows
    inner join mails on staged_rows.email_id = mails.email_id
    where mails.account_id is not null
),

found_messages as (
    select
        messages.sent_at,
        messages.loaded_at,
        messages.is_incoming,
        mails.email_id is not null as is_mail,
        mails.account_id,
        coalesce(mails.is_automatic, false) as is_automatic,
        messages.is_incoming and mail_threads.thread_id is not null as is_answer,
        crm_keys.crm_key is not null as is_filed
    from messages
    left join mails on messages.email_id = mails.email_id
    left join crm_keys
        on {{ source_id_key('salesforce', 'messages.related_to_id') }} = crm_keys.crm_key
    left join mail_threads on messages.thread_id = mail_threads.thread_id
),

-- Every version of a record that is used is used: it says what was known when.
judged as (
    select
        'account' as raw_table,
        case when account_keys.account_key is null then 'deleted' end as rejection_reason,
        staged_rows.created_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_salesforce__accounts') }} as staged_rows
    left join account_keys
        on {{ source_id_key('salesforce', 'staged_rows.account_id') }} = account_keys.account_key
    where staged_rows.rejection_reason is null

    union all

    select
        'user' as raw_table,
        case when owners.owner_key is null then 'not_referenced' end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_salesforce__users') }} as staged_rows
    left join owners
        on {{ source_id_key('salesforce', 'staged_rows.user_id') }} = owners.owner_key
    where staged_rows.rejection_reason is null

    union all

    select
        'contact' as raw_table,
        case
            when contacts.contact_key is null then 'deleted'
            when contacts.account_id is null then 'unknown_account'
        end as rejection_reason,
        staged_rows.created_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_salesforce__contacts') }} as staged_rows
    left join contacts
        on {{ source_id_key('salesforce', 'staged_rows.contact_id') }} = contacts.contact_key
    where staged_rows.rejection_reason is null

    union all

    select
        'opportunity' as raw_table,
        case
            when opportunities.opportunity_key is null then 'deleted'
            when opportunities.account_id is null then 'unknown_account'
        end as rejection_reason,
        staged_rows.created_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_salesforce__opportunities') }} as staged_rows
    left join opportunities
        on
            {{ source_id_key('salesforce', 'staged_rows.opportunity_id') }}
            = opportunities.opportunity_key
    where staged_rows.rejection_reason is null

    union all

    select
        'event_relation' as raw_table,
        case
            when meetings.account_id is null then 'unused_event'
            when contacts.account_id is null then 'not_of_the_account'
        end as rejection_reason,
        staged_rows.responded_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_salesforce__event_relations') }} as staged_rows
    left join meetings
        on {{ source_id_key('salesforce', 'staged_rows.event_id') }} = meetings.event_key
    left join contacts
        on
            {{ source_id_key('salesforce', 'staged_rows.relation_id') }} = contacts.contact_key
            and meetings.account_id = contacts.account_id
    where staged_rows.rejection_reason is null and not staged_rows.is_deleted
),

-- What entities took, counted from what they hold.
taken as (
    select 'event' as raw_table
    from {{ ref('int_meetings') }}
    where source = 'salesforce' and account_id is not null

    union all

    select 'email_message' as raw_table
    from found_messages
    where not is_automatic and (account_id is not null or is_answer)
),

left_out as (
    select
        'event' as raw_table,
        case
            when staged_rows.is_copy_for_invitee then 'copy_for_invitee'
            when cast(staged_rows.started_at as date) > {{ as_of_date() }} then 'after_run_day'
            when cancelled_events.event_id is not null then 'cancelled'
            when meetings.event_key is not null and meetings.account_id is null
                then 'unknown_account'
        end as rejection_reason,
        staged_rows.started_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_salesforce__events') }} as staged_rows
    left join cancelled_events on staged_rows.event_id = cancelled_events.event_id
    left join meetings
        on {{ source_id_key('salesforce', 'staged_rows.event_id') }} = meetings.event_key
    where staged_rows.rejection_reason is null and not staged_rows.is_deleted

    union all

    select
        'email_message' as raw_table,
        case
            when is_automatic then 'automatic_reply'
            when is_answer then null
            when not is_filed then 'unknown_account'
            when is_incoming then 'answers_no_mail'
            when is_mail and account_id is null then 'unknown_account'
        end as rejection_reason,
        sent_at as happened_at,
        loaded_at
    from found_messages
),

all_rows as (
    select * from judged

    union all

    select
        raw_table,
        cast(null as {{ type_text() }}) as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        cast(null as {{ type_time() }}) as loaded_at
    from taken

    union all

    select * from left_out
    where rejection_reason is not null
),

final as (
    select
        'salesforce' as source,
        raw_table,
        rejection_reason,
        coalesce({{ week_start('happened_at') }}, {{ week_start('loaded_at') }}) as week,
        cast(count(*) as bigint) as n_rows
    from all_rows
    group by 2, 3, 4
)

select * from final
