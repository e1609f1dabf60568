{{ config(materialized='view') }}
{%- set crm_id_keys = var('qualtrics_crm_id_keys') | map('lower') | join("', '") -%}
{%- set is_kept = 'not coalesce(is_deleted, false)' -%}
{#- source, key, id of the CRM that it carries, time of the row, model, condition -#}
{%- set keys = [
    (
        'pendo', 'product_account_id', 'crm_account_key', 'last_updated_at',
        'stg_pendo__account_history', '1 = 1',
    ),
    ('pendo', 'product_account_id', 'null', 'null', 'int_usage_visitor_weeks', '1 = 1'),
    (
        'zendesk', 'organization_id', 'external_id', 'null',
        'stg_zendesk__organizations', is_kept,
    ),
    ('stripe', 'customer_id', 'crm_account_key', 'null', 'stg_stripe__customers', '1 = 1'),
    (
        'qualtrics', 'embedded_value', 'embedded_value', 'null',
        'stg_qualtrics__survey_embedded_data',
        "lower(embedded_key) in ('" ~ crm_id_keys ~ "') and " ~ is_kept,
    ),
] -%}
{#- source, key, model, condition: our own agents serve every account and tell nothing. -#}
{%- set people = [
    ('pendo', 'product_account_id', 'stg_pendo__visitor_history', '1 = 1'),
    (
        'zendesk', 'organization_id', 'stg_zendesk__users',
        is_kept ~ " and coalesce(user_role, 'end-user') not in ('agent', 'admin')",
    ),
    ('stripe', 'customer_id', 'stg_stripe__customers', '1 = 1'),
] -%}

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
    {% for source, key, carried_id, known_at, model, condition in keys %}
        select distinct
            '{{ source }}' as source,
            {{ key }} as source_account_key,
            cast({{ carried_id }} as text) as carried_id,
            cast({{ known_at }} as timestamp) as known_at
        from {{ ref(model) }}
        where rejection_reason is null and {{ condition }}
        union all
    {% endfor %}
    select
        'qualtrics' as source,
        email_domain as source_account_key,
        cast(null as text) as carried_id,
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
    {% for source, key, model, condition in people %}
        select distinct
            '{{ source }}' as source,
            {{ key }} as source_account_key,
            {{ email_domain('email') }} as email_domain
        from {{ ref(model) }}
        where rejection_reason is null and {{ condition }}
        union all
    {% endfor %}
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
