{{ config(materialized='view') }}

with submissions as (
    select
        submission_id,
        lower(trim(survey_type)) as survey_type,
        answer_value,
        response,
        submitted_at,
        contact_id,
        lower(trim(email)) as email,
        company_id,
        loaded_at
    from {{ ref('stg_hubspot__feedback_submissions') }}
    where
        rejection_reason is null
        and not is_deleted
        and {{ is_used_for('hubspot', 'surveys') }}
),

instruments as (
    select
        read_value,
        instrument,
        scale_min,
        scale_max
    from {{ ref('survey_instruments') }}
    where source = 'hubspot' and read_from = 'survey_type'
),

survivors as (
    select
        record_kind,
        merged_key,
        survivor_key
    from {{ ref('int_merges__hubspot') }}
),

contacts as (
    select
        contact_id,
        lower(trim(email)) as email
    from {{ ref('stg_hubspot__contacts') }}
    where rejection_reason is null
),

contact_companies as (
    select
        contact_key,
        company_key
    from {{ ref('int_contact_companies__hubspot') }}
),

account_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where source = 'hubspot' and match_status = 'matched'
),

-- An address is not one contact's alone; of several people at one company it is that company's.
email_companies as (
    select
        contacts.email,
        min(contact_companies.company_key) as company_key
    from contacts
    inner join contact_companies on contacts.contact_id = contact_companies.contact_key
    where contacts.email is not null and contact_companies.company_key is not null
    group by 1
    having count(distinct contact_companies.company_key) = 1
),

-- The answer stands alone or in a JSON text around it.
placed as (
    select
        submissions.submission_id,
        submissions.submitted_at,
        submissions.loaded_at,
        instruments.instrument,
        instruments.scale_min,
        instruments.scale_max,
        coalesce(
            submissions.answer_value,
            {{ safe_cast_to('submissions.response', 'double precision') }},
            {{ safe_cast_to(json_text('submissions.response', 'value'), 'double precision') }}
        ) as score,
        coalesce(contacts.email, submissions.email) as email,
        coalesce(contact_merges.survivor_key, submissions.contact_id) as contact_key,
        coalesce(
            company_merges.survivor_key,
            submissions.company_id,
            contact_companies.company_key,
            email_companies.company_key
        ) as company_key
    from submissions
    inner join instruments on submissions.survey_type = instruments.read_value
    left join survivors as contact_merges
        on
            submissions.contact_id = contact_merges.merged_key
            and contact_merges.record_kind = 'contact'
    left join survivors as company_merges
        on
            submissions.company_id = company_merges.merged_key
            and company_merges.record_kind = 'company'
    left join contacts
        on coalesce(contact_merges.survivor_key, submissions.contact_id) = contacts.contact_id
    left join contact_companies
        on
            coalesce(contact_merges.survivor_key, submissions.contact_id)
            = contact_companies.contact_key
    left join email_companies on submissions.email = email_companies.email
    where instruments.instrument is not null
),

final as (
    select
        'hubspot' as source,
        'feedback_submission' as raw_table,
        placed.submission_id as source_row_key,
        account_keys.account_id,
        cast(null as {{ type_text() }}) as product_account_id,
        coalesce(
            placed.email,
            'hubspot contact ' || placed.contact_key,
            'hubspot answer ' || placed.submission_id
        ) as respondent,
        placed.instrument,
        placed.scale_min,
        placed.scale_max,
        placed.score,
        placed.submitted_at as responded_at,
        cast(null as {{ type_time() }}) as replaced_at,
        placed.loaded_at
    from placed
    left join account_keys on placed.company_key = account_keys.source_account_key
)

select * from final
