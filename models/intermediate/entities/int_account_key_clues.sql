{{ config(materialized='view') }}
{% set crm_id_keys = var('qualtrics_crm_id_keys') | map('lower') | join("', '") %}

with manual_matches as (
    select
        source,
        source_account_key,
        {{ crm_id_key('account_id') }} as crm_key
    from {{ ref('account_matches') }}
),

pendo_accounts as (
    select
        'pendo' as source,
        product_account_id as source_account_key,
        crm_account_key as carried_id,
        last_updated_at as known_at
    from {{ ref('stg_pendo__account_history') }}
    where rejection_reason is null
),

pendo_usage as (
    select distinct
        'pendo' as source,
        product_account_id as source_account_key,
        cast(null as text) as carried_id,
        cast(null as timestamp) as known_at
    from {{ ref('int_usage_visitor_weeks') }}
    where rejection_reason is null
),

zendesk_organizations as (
    select
        'zendesk' as source,
        organization_id as source_account_key,
        external_id as carried_id,
        cast(null as timestamp) as known_at
    from {{ ref('stg_zendesk__organizations') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
),

stripe_customers as (
    select
        'stripe' as source,
        customer_id as source_account_key,
        crm_account_key as carried_id,
        cast(null as timestamp) as known_at
    from {{ ref('stg_stripe__customers') }}
    where rejection_reason is null
),

qualtrics_values as (
    select distinct
        'qualtrics' as source,
        embedded_value as source_account_key,
        embedded_value as carried_id,
        cast(null as timestamp) as known_at
    from {{ ref('stg_qualtrics__survey_embedded_data') }}
    where
        rejection_reason is null
        and lower(embedded_key) in ('{{ crm_id_keys }}')
),

pendo_domains as (
    select distinct
        'pendo' as source,
        product_account_id as source_account_key,
        {{ email_domain('email') }} as email_domain
    from {{ ref('stg_pendo__visitor_history') }}
    where rejection_reason is null
),

-- Our own agents serve every account and tell nothing.
zendesk_domains as (
    select distinct
        'zendesk' as source,
        organization_id as source_account_key,
        {{ email_domain('email') }} as email_domain
    from {{ ref('stg_zendesk__users') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and coalesce(user_role, 'end-user') not in ('agent', 'admin')
),

stripe_domains as (
    select distinct
        'stripe' as source,
        customer_id as source_account_key,
        {{ email_domain('email') }} as email_domain
    from {{ ref('stg_stripe__customers') }}
    where rejection_reason is null
),

used_keys as (
    select * from pendo_accounts
    union all
    select * from pendo_usage
    union all
    select * from zendesk_organizations
    union all
    select * from stripe_customers
    union all
    select * from qualtrics_values
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
    select * from pendo_domains
    union all
    select * from zendesk_domains
    union all
    select * from stripe_domains
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
