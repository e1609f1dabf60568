{{ config(materialized='view') }}
{%- set crm_id_keys = var('qualtrics_crm_id_keys') | map('lower') | join("', '") -%}
{%- set has_account = 'account_id is not null' -%}
{%- set is_good = 'account_id is not null and rejection_reason is null' -%}
{#- entities that hold each raw row that they take once: source and raw table as SQL, which rows -#}
{%- set entities = {
    'int_meetings': {'source': "'salesforce'", 'raw_table': "'event'", 'where': has_account},
    'int_tickets': {'source': "'zendesk'", 'raw_table': "'ticket'", 'where': has_account},
    'int_invoices': {'source': "'stripe'", 'raw_table': "'invoice'", 'where': is_good},
    'int_survey_answers': {'source': 'source', 'raw_table': 'raw_table', 'where': is_good},
    'int_success_records': {
        'source': "'customer_success'", 'raw_table': 'record_kind',
        'where': 'account_id is not null and not is_second_answer',
    },
    'int_training_assignments': {
        'source': "'customer_success'", 'raw_table': "'training_assignment'", 'where': has_account,
    },
    'int_custom_signals': {
        'source': "'customer_success'", 'raw_table': "'custom_signal'", 'where': is_good,
    },
    'int_score_overrides': {
        'source': "'customer_success'", 'raw_table': "'score_override'", 'where': is_good,
    },
    'int_alert_responses': {
        'source': "'customer_success'", 'raw_table': "'alert_response'",
        'where': 'rejection_reason is null',
    },
} -%}

with contacts as (
    select
        contact_key,
        max(account_id) as account_id
    from {{ ref('int_contacts') }}
    group by 1
),

opportunities as (
    select distinct {{ crm_id_key('opportunity_id') }} as opportunity_key
    from {{ ref('int_opportunities') }}
    where account_id is not null
),

meetings as (
    select
        {{ crm_id_key('meeting_id') }} as event_key,
        max(account_id) as account_id
    from {{ ref('int_meetings') }}
    where account_id is not null
    group by 1
),

product_keys as (
    select source_account_key
    from {{ ref('int_account_keys') }}
    where source = 'pendo' and account_id is not null
),

tickets as (
    select ticket_id
    from {{ ref('int_tickets') }}
    where account_id is not null
),

subscriptions as (
    select distinct
        subscription_id,
        customer_id
    from {{ ref('int_subscriptions') }}
    where account_id is not null
),

discounts as (
    select distinct discount_id
    from {{ ref('int_discounts') }}
    where account_id is not null
),

mails as (
    select
        email_id,
        account_id,
        is_automatic
    from {{ ref('int_emails') }}
),

-- What comes in is used where it answers a mail of ours.
mail_threads as (
    select distinct coalesce(messages.thread_id, messages.email_id) as thread_id
    from {{ ref('stg_salesforce__email_messages') }} as messages
    inner join mails on messages.email_id = mails.email_id
    where mails.account_id is not null
),

answers as (
    select answer_id
    from {{ ref('int_survey_answers') }}
    where source = 'qualtrics' and account_id is not null and rejection_reason is null
),

responses as (
    select response_id
    from {{ ref('stg_qualtrics__survey_responses') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and coalesce(is_finished, true)
),

used_responses as (
    select distinct question_responses.response_id
    from {{ ref('stg_qualtrics__question_responses') }} as question_responses
    inner join answers
        on
            {{ hash_key(["'qualtrics'", 'question_responses.question_response_id']) }}
            = answers.answer_id
),

matched_ids as (
    select source_account_key
    from {{ ref('int_account_keys') }}
    where source = 'qualtrics' and account_id is not null
),

by_entity as (
    {% for entity, rows in entities.items() %}
        select
            {{ rows.source }} as source,
            {{ rows.raw_table }} as raw_table,
            cast(count(*) as bigint) as n_rows
        from {{ ref(entity) }}
        where {{ rows.where }}
        group by 1, 2
        union all
    {% endfor %}
    -- A rollup holds all rows of its table; no mart reads pages.
    select
        'pendo' as source,
        'event' as raw_table,
        cast(sum(rolled_up_rows.n_rows) as bigint) as n_rows
    from {{ ref('int_usage_visitor_weeks') }} as rolled_up_rows
    inner join product_keys
        on rolled_up_rows.product_account_id = product_keys.source_account_key
    where rolled_up_rows.rejection_reason is null
    union all
    select
        'pendo' as source,
        'feature_event' as raw_table,
        cast(sum(rolled_up_rows.n_rows) as bigint) as n_rows
    from {{ ref('int_usage_feature_weeks') }} as rolled_up_rows
    inner join product_keys
        on rolled_up_rows.product_account_id = product_keys.source_account_key
    where rolled_up_rows.rejection_reason is null
    union all
    -- Lists of words are read whole.
    select
        'pendo' as source,
        'feature_history' as raw_table,
        cast(count(*) as bigint) as n_rows
    from {{ ref('stg_pendo__feature_history') }}
    where rejection_reason is null
    union all
    select
        'zendesk' as source,
        'group' as raw_table,
        cast(count(*) as bigint) as n_rows
    from {{ ref('stg_zendesk__groups') }}
    where rejection_reason is null
    union all
    -- Lines of one service period are one row of revenue.
    select
        'stripe' as source,
        'invoice_line_item' as raw_table,
        cast(sum(n_lines) as bigint) as n_rows
    from {{ ref('int_recurring_revenue') }}
    where account_id is not null
    union all
    select
        source,
        raw_table,
        cast(sum(n_rows) as bigint) as n_rows
    from {{ ref('int_dependent_rows') }}
    where rejection_reason is null
    group by 1, 2
    union all
    select
        source,
        raw_table,
        cast(sum(n_rows) as bigint) as n_rows
    from {{ ref('int_dependent_rows__hubspot') }}
    where rejection_reason is null
    group by 1, 2
),

-- Entities that keep no key of each raw row: good rows are looked up in what they became.
by_row as (
    select
        'salesforce' as source,
        'contact' as raw_table
    from {{ ref('stg_salesforce__contacts') }} as staged_rows
    inner join contacts on {{ crm_id_key('staged_rows.contact_id') }} = contacts.contact_key
    where staged_rows.rejection_reason is null and contacts.account_id is not null

    union all

    select
        'salesforce' as source,
        'opportunity' as raw_table
    from {{ ref('stg_salesforce__opportunities') }} as staged_rows
    inner join opportunities
        on {{ crm_id_key('staged_rows.opportunity_id') }} = opportunities.opportunity_key
    where staged_rows.rejection_reason is null

    union all

    select
        'salesforce' as source,
        'event_relation' as raw_table
    from {{ ref('stg_salesforce__event_relations') }} as staged_rows
    inner join meetings on {{ crm_id_key('staged_rows.event_id') }} = meetings.event_key
    inner join contacts
        on
            {{ crm_id_key('staged_rows.relation_id') }} = contacts.contact_key
            and meetings.account_id = contacts.account_id
    where staged_rows.rejection_reason is null and not staged_rows.is_deleted

    union all

    select
        'zendesk' as source,
        'ticket_field_history' as raw_table
    from {{ ref('stg_zendesk__ticket_field_history') }} as staged_rows
    inner join tickets on staged_rows.ticket_id = tickets.ticket_id
    where
        staged_rows.rejection_reason is null
        and staged_rows.field_name in ('status', 'priority', 'group_id')

    union all

    select
        'stripe' as source,
        'subscription_history' as raw_table
    from {{ ref('stg_stripe__subscription_history') }} as staged_rows
    inner join subscriptions
        on
            staged_rows.subscription_id = subscriptions.subscription_id
            and staged_rows.customer_id = subscriptions.customer_id
    where staged_rows.rejection_reason is null and not coalesce(staged_rows.is_deleted, false)

    union all

    select
        'stripe' as source,
        'subscription_discount' as raw_table
    from {{ ref('stg_stripe__subscription_discounts') }} as staged_rows
    inner join discounts
        on coalesce(staged_rows.discount_id, staged_rows.coupon_id) = discounts.discount_id
    where staged_rows.rejection_reason is null and not coalesce(staged_rows.is_deleted, false)

    union all

    select
        'salesforce' as source,
        'email_message' as raw_table
    from {{ ref('stg_salesforce__email_messages') }} as staged_rows
    left join mails on staged_rows.email_id = mails.email_id
    left join mail_threads
        on coalesce(staged_rows.thread_id, staged_rows.email_id) = mail_threads.thread_id
    where
        staged_rows.rejection_reason is null
        and not staged_rows.is_deleted
        and not coalesce(mails.is_automatic, false)
        and (
            mails.account_id is not null
            or (staged_rows.is_incoming and mail_threads.thread_id is not null)
        )

    union all

    select
        'qualtrics' as source,
        'survey_response' as raw_table
    from used_responses

    union all

    select
        'qualtrics' as source,
        'survey_embedded_data' as raw_table
    from {{ ref('stg_qualtrics__survey_embedded_data') }} as staged_rows
    inner join matched_ids on staged_rows.embedded_value = matched_ids.source_account_key
    inner join responses on staged_rows.response_id = responses.response_id
    where
        staged_rows.rejection_reason is null
        and not coalesce(staged_rows.is_deleted, false)
        and lower(staged_rows.embedded_key)
        in ('{{ crm_id_keys }}')
),

final as (
    select * from by_entity

    union all

    select
        source,
        raw_table,
        cast(count(*) as bigint) as n_rows
    from by_row
    group by 1, 2
)

select * from final
