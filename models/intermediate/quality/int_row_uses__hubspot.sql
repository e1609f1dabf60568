{#- A table: a view would keep the day of the build that made it. -#}
{{ config(materialized='table') }}
{#- what the source is used for; a row of nothing that it is used for is capability_not_used -#}
{%- set for_crm = is_used_for('hubspot', 'crm') -%}
{%- set for_mails = is_used_for('hubspot', 'correspondence') -%}
{%- set for_support = is_used_for('hubspot', 'support') -%}
{%- set for_surveys = is_used_for('hubspot', 'surveys') -%}
{#- properties of companies that int_company_changes__hubspot reads -#}
{%- set company_properties = ['industry', 'hubspot_owner_id'] -%}
{%- for field in [
    'account_type', 'segment', 'region', 'use_case', 'plan', 'go_live_date', 'executive_sponsor',
] -%}
    {%- do company_properties.extend(named_fields('hubspot', field)) -%}
{%- endfor -%}

with account_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where source = 'hubspot' and account_id is not null
),

contact_companies as (
    select
        contact_companies.contact_key,
        contact_companies.company_key,
        account_keys.account_id
    from {{ ref('int_contact_companies__hubspot') }} as contact_companies
    left join account_keys on contact_companies.company_key = account_keys.source_account_key
),

deal_companies as (
    select
        deal_key,
        company_key
    from {{ ref('int_deal_companies__hubspot') }}
),

survivors as (
    select
        record_kind,
        merged_key,
        survivor_key
    from {{ ref('int_merges__hubspot') }}
),

-- Whose company it is or was, and who may have written a mail that does not say which way it went.
owners as (
    select owner_id
    from {{ ref('stg_hubspot__companies') }}
    where rejection_reason is null and owner_id is not null

    union distinct

    select field_value as owner_id
    from {{ ref('int_company_changes__hubspot') }}
    where field = 'owner_id'

    union distinct

    select owner_id
    from {{ ref('stg_hubspot__owners') }}
    where rejection_reason is null and email is not null and {{ for_mails }}
),

opportunities as (
    select
        opportunity_key,
        account_id
    from {{ ref('int_opportunities') }}
    where source = 'hubspot'
),

parties as (
    select
        engagement_id,
        n_companies
    from {{ ref('int_engagement_parties__hubspot') }}
),

meetings as (
    select
        meeting_key,
        account_id
    from {{ ref('int_meetings') }}
    where source = 'hubspot'
),

directed_emails as (
    select
        email_id,
        is_incoming,
        coalesce(nullif(trim(thread_id), ''), email_id) as thread_id
    from {{ ref('int_emails__hubspot') }}
),

mails as (
    select
        email_id,
        account_id,
        is_automatic
    from {{ ref('int_emails') }}
    where source = 'hubspot'
),

-- What comes in is used where it answers a mail of ours.
mail_threads as (
    select distinct directed_emails.thread_id
    from directed_emails
    inner join mails on directed_emails.email_id = mails.email_id
    where mails.account_id is not null
),

used_engagements as (
    select meeting_key as engagement_id
    from meetings
    where account_id is not null

    union distinct

    select email_id as engagement_id
    from mails
    where account_id is not null and not is_automatic
),

-- A deal may tell whose a meeting or mail is, whatever is read of the deal itself.
used_deals as (
    select opportunity_key as deal_id
    from opportunities
    where account_id is not null

    union distinct

    select engagement_deals.deal_id
    from {{ ref('stg_hubspot__engagement_deals') }} as engagement_deals
    inner join used_engagements
        on engagement_deals.engagement_id = used_engagements.engagement_id
    where engagement_deals.rejection_reason is null and not engagement_deals.is_deleted
),

tickets as (
    select
        ticket_id,
        account_id
    from {{ ref('int_tickets') }}
    where source = 'hubspot'
),

ticket_companies as (
    select
        ticket_id,
        count(distinct company_id) as n_companies
    from {{ ref('stg_hubspot__ticket_companies') }}
    where rejection_reason is null and not is_deleted
    group by 1
),

cancelled_subjects as (
    select crm_value
    from {{ ref('crm_values') }}
    where
        source in ('hubspot', '*')
        and crm_table = 'event'
        and crm_field = 'subject'
        and meaning = 'cancelled'
),

cancelled_outcomes as (
    select crm_value
    from {{ ref('crm_values') }}
    where
        source = 'hubspot'
        and crm_table = 'event'
        and crm_field = 'outcome'
        and meaning = 'cancelled'
),

cancelled_meetings as (
    select meetings.meeting_id
    from {{ ref('stg_hubspot__meetings') }} as meetings
    inner join cancelled_subjects
        on lower(trim(meetings.subject)) like cancelled_subjects.crm_value || '%'

    union distinct

    select meetings.meeting_id
    from {{ ref('stg_hubspot__meetings') }} as meetings
    inner join cancelled_outcomes
        on lower(trim(meetings.outcome)) = cancelled_outcomes.crm_value
),

answers as (
    select answer_id
    from {{ ref('int_survey_answers') }}
    where source = 'hubspot'
),

-- Null where the row is used.
judged as (
    select
        'company' as raw_table,
        case
            when account_keys.account_id is not null then null
            when companies.is_deleted then 'deleted'
            else 'unknown_account'
        end as rejection_reason,
        companies.created_at as happened_at,
        companies.loaded_at
    from {{ ref('stg_hubspot__companies') }} as companies
    left join account_keys on companies.company_id = account_keys.source_account_key
    where companies.rejection_reason is null

    union all

    select
        'company_property_history' as raw_table,
        case
            when
                property_history.property_name
                not in (
                    {% for name in company_properties %}
                        '{{ name }}'{{ ',' if not loop.last }}
                    {% endfor %}
                )
                then 'field_not_read'
            when not ({{ for_crm }}) then 'capability_not_used'
            when account_keys.account_id is null then 'unknown_account'
        end as rejection_reason,
        property_history.changed_at as happened_at,
        property_history.loaded_at
    from {{ ref('stg_hubspot__company_property_history') }} as property_history
    left join account_keys on property_history.company_id = account_keys.source_account_key
    where property_history.rejection_reason is null

    union all

    select
        'contact' as raw_table,
        case
            when contact_companies.account_id is not null then null
            when contacts.is_deleted then 'deleted'
            when contact_companies.contact_key is not null and contact_companies.company_key is null
                then 'several_companies'
            else 'unknown_account'
        end as rejection_reason,
        contacts.created_at as happened_at,
        contacts.loaded_at
    from {{ ref('stg_hubspot__contacts') }} as contacts
    left join survivors
        on
            contacts.contact_id = survivors.merged_key
            and survivors.record_kind = 'contact'
    left join contact_companies
        on coalesce(survivors.survivor_key, contacts.contact_id) = contact_companies.contact_key
    where contacts.rejection_reason is null

    union all

    select
        'contact_company' as raw_table,
        case
            when account_keys.account_id is null then 'unknown_account'
        end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        associations.loaded_at
    from {{ ref('stg_hubspot__contact_companies') }} as associations
    left join account_keys on associations.company_id = account_keys.source_account_key
    where associations.rejection_reason is null and not associations.is_deleted

    union all

    select
        'owner' as raw_table,
        case when owners.owner_id is null then 'not_referenced' end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_hubspot__owners') }} as staged_rows
    left join owners on staged_rows.owner_id = owners.owner_id
    where staged_rows.rejection_reason is null

    union all

    select
        'deal' as raw_table,
        case
            when opportunities.account_id is not null then null
            when not ({{ for_crm }}) then 'capability_not_used'
            when survivors.merged_key is not null then 'merged'
            when deals.is_deleted then 'deleted'
            when deal_companies.deal_key is not null and deal_companies.company_key is null
                then 'several_companies'
            else 'unknown_account'
        end as rejection_reason,
        deals.created_at as happened_at,
        deals.loaded_at
    from {{ ref('stg_hubspot__deals') }} as deals
    left join opportunities on deals.deal_id = opportunities.opportunity_key
    left join survivors
        on
            deals.deal_id = survivors.merged_key
            and survivors.record_kind = 'deal'
    left join deal_companies on deals.deal_id = deal_companies.deal_key
    where deals.rejection_reason is null

    union all

    select
        'deal_company' as raw_table,
        case when used_deals.deal_id is null then 'unused_deal' end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        associations.loaded_at
    from {{ ref('stg_hubspot__deal_companies') }} as associations
    left join used_deals on associations.deal_id = used_deals.deal_id
    where associations.rejection_reason is null and not associations.is_deleted

    union all

    select
        'deal_stage' as raw_table,
        case when opportunities.account_id is null then 'unused_deal' end as rejection_reason,
        deal_stages.entered_at as happened_at,
        deal_stages.loaded_at
    from {{ ref('stg_hubspot__deal_stages') }} as deal_stages
    left join survivors
        on
            deal_stages.deal_id = survivors.merged_key
            and survivors.record_kind = 'deal'
    left join opportunities
        on coalesce(survivors.survivor_key, deal_stages.deal_id) = opportunities.opportunity_key
    where deal_stages.rejection_reason is null

    union all

    -- Lists of words are read whole, and so is who became whom.
    select
        'deal_pipeline' as raw_table,
        case when not ({{ for_crm }}) then 'capability_not_used' end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        loaded_at
    from {{ ref('stg_hubspot__deal_pipelines') }}
    where rejection_reason is null

    union all

    select
        'deal_pipeline_stage' as raw_table,
        case when not ({{ for_crm }}) then 'capability_not_used' end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        loaded_at
    from {{ ref('stg_hubspot__deal_pipeline_stages') }}
    where rejection_reason is null

    union all

    select
        'merged_deal' as raw_table,
        case when not ({{ for_crm }} or {{ for_mails }}) then 'capability_not_used' end
            as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        loaded_at
    from {{ ref('stg_hubspot__merged_deals') }}
    where rejection_reason is null

    union all

    select
        'ticket_pipeline_stage' as raw_table,
        case when not ({{ for_support }}) then 'capability_not_used' end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        loaded_at
    from {{ ref('stg_hubspot__ticket_pipeline_stages') }}
    where rejection_reason is null

    union all

    select
        'engagement_meeting' as raw_table,
        case
            when not ({{ for_mails }}) then 'capability_not_used'
            when cast(staged_rows.started_at as date) > {{ as_of_date() }} then 'after_run_day'
            when cancelled_meetings.meeting_id is not null then 'cancelled'
            when meetings.account_id is not null then null
            when parties.n_companies > 1 then 'several_companies'
            else 'unknown_account'
        end as rejection_reason,
        staged_rows.started_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_hubspot__meetings') }} as staged_rows
    left join cancelled_meetings on staged_rows.meeting_id = cancelled_meetings.meeting_id
    left join meetings on staged_rows.meeting_id = meetings.meeting_key
    left join parties on staged_rows.meeting_id = parties.engagement_id
    where staged_rows.rejection_reason is null and not staged_rows.is_deleted

    union all

    select
        'engagement_email' as raw_table,
        case
            when not ({{ for_mails }}) then 'capability_not_used'
            when
                coalesce(upper(trim(staged_rows.email_status)), '')
                in ('BOUNCED', 'FAILED', 'SCHEDULED', 'SENDING')
                then 'not_sent'
            when directed_emails.email_id is null then 'unknown_direction'
            when mails.is_automatic then 'automatic_reply'
            when mails.account_id is not null then null
            when directed_emails.is_incoming and mail_threads.thread_id is not null then null
            when parties.n_companies > 1 then 'several_companies'
            else 'unknown_account'
        end as rejection_reason,
        staged_rows.sent_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_hubspot__emails') }} as staged_rows
    left join directed_emails on staged_rows.email_id = directed_emails.email_id
    left join mails on staged_rows.email_id = mails.email_id
    left join mail_threads on directed_emails.thread_id = mail_threads.thread_id
    left join parties on staged_rows.email_id = parties.engagement_id
    where staged_rows.rejection_reason is null and not staged_rows.is_deleted

    union all

    select
        'engagement_company' as raw_table,
        case
            when used_engagements.engagement_id is null then 'unused_engagement'
        end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        associations.loaded_at
    from {{ ref('stg_hubspot__engagement_companies') }} as associations
    left join used_engagements on associations.engagement_id = used_engagements.engagement_id
    where associations.rejection_reason is null and not associations.is_deleted

    union all

    select
        'engagement_contact' as raw_table,
        case
            when used_engagements.engagement_id is null then 'unused_engagement'
        end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        associations.loaded_at
    from {{ ref('stg_hubspot__engagement_contacts') }} as associations
    left join used_engagements on associations.engagement_id = used_engagements.engagement_id
    where associations.rejection_reason is null and not associations.is_deleted

    union all

    select
        'engagement_deal' as raw_table,
        case
            when used_engagements.engagement_id is null then 'unused_engagement'
        end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        associations.loaded_at
    from {{ ref('stg_hubspot__engagement_deals') }} as associations
    left join used_engagements on associations.engagement_id = used_engagements.engagement_id
    where associations.rejection_reason is null and not associations.is_deleted

    union all

    select
        'ticket' as raw_table,
        case
            when not ({{ for_support }}) then 'capability_not_used'
            when tickets.account_id is not null then null
            when ticket_companies.n_companies > 1 then 'several_companies'
            else 'unknown_account'
        end as rejection_reason,
        staged_rows.created_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_hubspot__tickets') }} as staged_rows
    left join tickets on staged_rows.ticket_id = tickets.ticket_id
    left join ticket_companies on staged_rows.ticket_id = ticket_companies.ticket_id
    where staged_rows.rejection_reason is null

    union all

    select
        'ticket_company' as raw_table,
        case when tickets.account_id is null then 'unused_ticket' end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        associations.loaded_at
    from {{ ref('stg_hubspot__ticket_companies') }} as associations
    left join tickets on associations.ticket_id = tickets.ticket_id
    where associations.rejection_reason is null and not associations.is_deleted

    union all

    select
        'ticket_contact' as raw_table,
        case when tickets.account_id is null then 'unused_ticket' end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        associations.loaded_at
    from {{ ref('stg_hubspot__ticket_contacts') }} as associations
    left join tickets on associations.ticket_id = tickets.ticket_id
    where associations.rejection_reason is null and not associations.is_deleted

    union all

    select
        'ticket_property_history' as raw_table,
        case
            when
                property_history.property_name
                not in ('hs_pipeline_stage', 'hs_ticket_priority', 'hubspot_team_id')
                then 'field_not_read'
            when tickets.account_id is null then 'unused_ticket'
        end as rejection_reason,
        property_history.changed_at as happened_at,
        property_history.loaded_at
    from {{ ref('stg_hubspot__ticket_property_history') }} as property_history
    left join tickets on property_history.ticket_id = tickets.ticket_id
    where property_history.rejection_reason is null

    union all

    -- An answer that became one is counted with the answers of all sources.
    select
        'feedback_submission' as raw_table,
        case when {{ for_surveys }} then 'no_instrument' else 'capability_not_used' end
            as rejection_reason,
        submissions.submitted_at as happened_at,
        submissions.loaded_at
    from {{ ref('stg_hubspot__feedback_submissions') }} as submissions
    left join answers
        on {{ hash_key(["'hubspot'", 'submissions.submission_id']) }} = answers.answer_id
    where
        submissions.rejection_reason is null
        and not submissions.is_deleted
        and answers.answer_id is null
),

final as (
    select
        'hubspot' as source,
        raw_table,
        rejection_reason,
        coalesce({{ week_start('happened_at') }}, {{ week_start('loaded_at') }}) as week,
        cast(count(*) as bigint) as n_rows
    from judged
    group by 1, 2, 3, 4
)

select * from final
