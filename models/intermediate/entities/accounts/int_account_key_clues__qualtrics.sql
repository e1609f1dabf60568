{{ config(materialized='view') }}
{%- set crm_id_keys = var('qualtrics_crm_id_keys') | map('lower') | join("', '") -%}

with crm_keys as (
    select account_key
    from {{ ref('int_crm_keys') }}
    where account_id is not null
),

carried_ids as (
    select
        response_id,
        embedded_value
    from {{ ref('stg_qualtrics__survey_embedded_data') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and lower(embedded_key) in ('{{ crm_id_keys }}')
),

-- A response that carries no id, or one that the CRM does not know, is known by its respondent.
responses_with_id as (
    select distinct carried_ids.response_id
    from carried_ids
    inner join crm_keys
        on {{ crm_id_key('carried_ids.embedded_value') }} = crm_keys.account_key
),

respondent_domains as (
    select distinct {{ email_domain('survey_responses.recipient_email') }} as email_domain
    from {{ ref('stg_qualtrics__survey_responses') }} as survey_responses
    left join responses_with_id
        on survey_responses.response_id = responses_with_id.response_id
    where
        survey_responses.rejection_reason is null
        and not coalesce(survey_responses.is_deleted, false)
        and coalesce(survey_responses.is_finished, true)
        and responses_with_id.response_id is null
),

all_clues as (
    select distinct
        embedded_value as source_account_key,
        embedded_value as carried_id,
        cast(null as {{ type_text() }}) as email_domain
    from carried_ids

    union all

    select
        email_domain as source_account_key,
        cast(null as {{ type_text() }}) as carried_id,
        email_domain
    from respondent_domains
),

final as (
    select
        'qualtrics' as source,
        source_account_key,
        true as is_used_key,
        carried_id,
        cast(null as {{ type_time() }}) as known_at,
        email_domain
    from all_clues
    where {{ is_beside_crm('qualtrics') }}
)

select * from final
