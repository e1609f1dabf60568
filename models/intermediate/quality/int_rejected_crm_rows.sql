{{ config(materialized='table') }}

with contacts as (
    select
        contact_key,
        max(account_id) as account_id
    from {{ ref('int_contacts') }}
    group by 1
),

opportunities as (
    select
        {{ crm_id_key('opportunity_id') }} as opportunity_key,
        max(account_id) as account_id
    from {{ ref('int_opportunities') }}
    group by 1
),

meetings as (
    select
        {{ crm_id_key('meeting_id') }} as event_key,
        max(account_id) as account_id
    from {{ ref('int_meetings') }}
    group by 1
),

cancelled_subjects as (
    select crm_value
    from {{ ref('crm_values') }}
    where crm_table = 'event' and crm_field = 'subject' and meaning = 'cancelled'
),

cancelled_events as (
    select distinct events.event_id
    from {{ ref('stg_salesforce__events') }} as events
    inner join cancelled_subjects
        on lower(trim(events.subject)) like cancelled_subjects.crm_value || '%'
),

crm_keys as (
    select source_account_key as crm_key
    from {{ ref('int_account_keys') }}
    where source = 'salesforce' and account_id is not null

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
),

mail_threads as (
    select distinct coalesce(messages.thread_id, messages.email_id) as thread_id
    from {{ ref('stg_salesforce__email_messages') }} as messages
    inner join mails on messages.email_id = mails.email_id
    where mails.account_id is not null
),

-- Every version of a record that is used is used: it says what was known when.
judged as (
    select
        'contact' as raw_table,
        case
            when contacts.contact_key is null then 'deleted'
            when contacts.account_id is null then 'unknown_account'
        end as rejection_reason,
        staged_rows.created_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_salesforce__contacts') }} as staged_rows
    left join contacts on {{ crm_id_key('staged_rows.contact_id') }} = contacts.contact_key
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
        on {{ crm_id_key('staged_rows.opportunity_id') }} = opportunities.opportunity_key
    where staged_rows.rejection_reason is null

    union all

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
    left join meetings on {{ crm_id_key('staged_rows.event_id') }} = meetings.event_key
    where staged_rows.rejection_reason is null and not staged_rows.is_deleted

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
    left join meetings on {{ crm_id_key('staged_rows.event_id') }} = meetings.event_key
    left join contacts
        on
            {{ crm_id_key('staged_rows.relation_id') }} = contacts.contact_key
            and meetings.account_id = contacts.account_id
    where staged_rows.rejection_reason is null and not staged_rows.is_deleted

    union all

    -- What comes in is used where it answers a mail of ours.
    select
        'email_message' as raw_table,
        case
            when mails.is_automatic then 'automatic_reply'
            when staged_rows.is_incoming and mail_threads.thread_id is not null then null
            when crm_keys.crm_key is null then 'unknown_account'
            when staged_rows.is_incoming then 'answers_no_mail'
            when mails.email_id is not null and mails.account_id is null then 'unknown_account'
        end as rejection_reason,
        staged_rows.sent_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_salesforce__email_messages') }} as staged_rows
    left join mails on staged_rows.email_id = mails.email_id
    left join crm_keys on {{ crm_id_key('staged_rows.related_to_id') }} = crm_keys.crm_key
    left join mail_threads
        on coalesce(staged_rows.thread_id, staged_rows.email_id) = mail_threads.thread_id
    where staged_rows.rejection_reason is null and not staged_rows.is_deleted
),

final as (
    select
        'salesforce' as source,
        raw_table,
        rejection_reason,
        coalesce({{ week_start('happened_at') }}, {{ week_start('loaded_at') }}) as week,
        cast(1 as bigint) as n_rows
    from judged
    where rejection_reason is not null
)

select * from final
