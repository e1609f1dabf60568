{{ config(materialized='view') }}

{%- set crm_id_keys = var('qualtrics_crm_id_keys') | map('lower') | join("', '") -%}

with crm_keys as (
    select account_key
    from {{ ref('int_crm_keys') }}
    where account_id is not null
),

manual_matches as (
    select
        source,
        source_account_key,
        {{ crm_id_key('account_id') }} as crm_key
    from {{ ref('account_matches') }}
),

-- A response that carries no id, or one that the CRM does not know, is known by its respondent.
responses_with_id as (
    select distinct embedded_data.response_id
    from {{ ref('stg_qualtrics__survey_embedded_data') }} as embedded_data
    inner join crm_keys
        on {{ crm_id_key('embedded_data.embedded_value') }} = crm_keys.account_key
    where
        embedded_data.rejection_reason is null
        and not coalesce(embedded_data.is_deleted, false)
        and lower(embedded_data.embedded_key)
        in ('{{ crm_id_keys }}')
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

used_keys as (
    select distinct
        'pendo' as source,
        product_account_id as source_account_key,
        cast(crm_account_key as {{ type_text() }}) as carried_id,
        cast(last_updated_at as timestamp) as known_at
    from {{ ref('stg_pendo__account_history') }}
    where rejection_reason is null
    union all
    select distinct
        'pendo' as source,
        product_account_id as source_account_key,
        cast(null as {{ type_text() }}) as carried_id,
        cast(null as timestamp) as known_at
    from {{ ref('int_usage_visitor_weeks') }}
    where rejection_reason is null
    union all
    select distinct
        'zendesk' as source,
        organization_id as source_account_key,
        cast(external_id as {{ type_text() }}) as carried_id,
        cast(null as timestamp) as known_at
    from {{ ref('stg_zendesk__organizations') }}
    where rejection_reason is null and not coalesce(is_deleted, false)
    union all
    select distinct
        'stripe' as source,
        customer_id as source_account_key,
        cast(crm_account_key as {{ type_text() }}) as carried_id,
        cast(null as timestamp) as known_at
    from {{ ref('stg_stripe__customers') }}
    where rejection_reason is null
    union all
    select distinct
        'qualtrics' as source,
        embedded_value as source_account_key,
        cast(embedded_value as {{ type_text() }}) as carried_id,
        cast(null as timestamp) as known_at
    from {{ ref('stg_qualtrics__survey_embedded_data') }}
    where
        rejection_reason is null
        and lower(embedded_key) in ('{{ crm_id_keys }}')
        and not coalesce(is_deleted, false)
    union all
    select
        'qualtrics' as source,
        email_domain as source_account_key,
        cast(null as {{ type_text() }}) as carried_id,
        cast(null as timestamp) as known_at
    from respondent_domains
),

-- Of several ids that a key carries, the newest counts.
carried_ids as (
    select
        source,
        source_account_key,
        carried_id,
        row_number() over (
            partition by source, source_account_key
            order by known_at desc nulls last, carried_id desc
        ) as id_rank
    from used_keys
    where carried_id is not null
),

email_domains as (
    select distinct
        'pendo' as source,
        product_account_id as source_account_key,
        {{ email_domain('email') }} as email_domain
    from {{ ref('stg_pendo__visitor_history') }}
    where rejection_reason is null
    union all
    -- Our own agents serve every account and tell nothing.
    select distinct
        'zendesk' as source,
        organization_id as source_account_key,
        {{ email_domain('email') }} as email_domain
    from {{ ref('stg_zendesk__users') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and coalesce(user_role, 'end-user') not in ('agent', 'admin')
    union all
    select distinct
        'stripe' as source,
        customer_id as source_account_key,
        {{ email_domain('email') }} as email_domain
    from {{ ref('stg_stripe__customers') }}
    where rejection_reason is null
    union all
    select
        'qualtrics' as source,
        email_domain as source_account_key,
        email_domain
    from respondent_domains
),

-- The rules in the order in which they are believed.
all_clues as (
    select
        source,
        source_account_key,
        1 as rule_order,
        'carried_id' as match_rule,
        {{ crm_id_key('carried_id') }} as clue
    from carried_ids
    where id_rank = 1

    union all

    select
        source,
        source_account_key,
        2 as rule_order,
        'manual' as match_rule,
        crm_key as clue
    from manual_matches

    union all

    select distinct
        source,
        source_account_key,
        3 as rule_order,
        'equal_id' as match_rule,
        {{ crm_id_key('source_account_key') }} as clue
    from used_keys

    union all

    select
        source,
        source_account_key,
        4 as rule_order,
        'email_domain' as match_rule,
        email_domain as clue
    from email_domains
),

final as (
    select *
    from all_clues
    where source_account_key is not null and clue is not null
)

select * from final
