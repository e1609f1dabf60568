-- Every account passes here: a reference seed that fails its test stops all that read it.
-- depends_on: {{ ref('crm_values') }}, {{ ref('segments') }}, {{ ref('source_families') }}
-- depends_on: {{ ref('currency_rates') }}, {{ ref('support_levels') }}, {{ ref('core_features') }}
-- depends_on: {{ ref('survey_instruments') }}, {{ ref('band_statuses') }}, {{ ref('scorecards') }}
-- depends_on: {{ ref('signals') }}, {{ ref('signal_parameters') }}, {{ ref('tenure_bands') }}
{% set crm_id_keys = var('qualtrics_crm_id_keys') | map('lower') | join("', '") %}

with latest_versions as (
    select
        {{ crm_id_key('account_id') }} as account_key,
        {{ crm_id_key('master_record_id') }} as master_key,
        row_number() over (
            partition by {{ crm_id_key('account_id') }}
            order by
                is_current_version desc,
                version_started_at desc nulls last,
                loaded_at desc nulls last,
                account_id desc
        ) as version_rank
    from {{ ref('stg_salesforce__accounts') }}
    where rejection_reason is null
),

live_accounts as (
    select
        account_id,
        account_key
    from {{ ref('int_accounts') }}
),

contacts as (
    select distinct
        {{ crm_id_key('account_id') }} as account_key,
        {{ email_domain('email') }} as email_domain
    from {{ ref('stg_salesforce__contacts') }}
    where
        rejection_reason is null
        and not is_deleted
),

manual_matches as (
    select
        source,
        source_account_key,
        {{ crm_id_key('account_id') }} as crm_key
    from {{ ref('account_matches') }}
),

public_domains as (
    select domain
    from {{ ref('public_email_domains') }}
),

pendo_accounts as (
    select
        product_account_id,
        crm_account_key,
        last_updated_at
    from {{ ref('stg_pendo__account_history') }}
    where rejection_reason is null
),

pendo_visitors as (
    select
        product_account_id,
        email
    from {{ ref('stg_pendo__visitor_history') }}
    where
        rejection_reason is null
        and product_account_id is not null
),

pendo_usage as (
    select distinct product_account_id
    from {{ ref('int_usage_visitor_weeks') }}
    where rejection_reason is null
),

zendesk_organizations as (
    select
        organization_id,
        external_id
    from {{ ref('stg_zendesk__organizations') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
),

zendesk_users as (
    select
        organization_id,
        email
    from {{ ref('stg_zendesk__users') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and coalesce(user_role, 'end-user') not in ('agent', 'admin')
),

stripe_customers as (
    select
        customer_id,
        crm_account_key,
        email
    from {{ ref('stg_stripe__customers') }}
    where rejection_reason is null
),

qualtrics_values as (
    select distinct embedded_value
    from {{ ref('stg_qualtrics__survey_embedded_data') }}
    where
        rejection_reason is null
        and embedded_value is not null
        and lower(embedded_key) in ('{{ crm_id_keys }}')
),

crm_records as (
    select
        account_key,
        master_key
    from latest_versions
    where version_rank = 1
),

-- A merged account leads to its master, and that one to its own, four times at most.
crm_masters as (
    select
        crm_records.account_key,
        coalesce(
            third.master_key, second.master_key, first_master.master_key, crm_records.master_key,
            crm_records.account_key
        ) as final_key
    from crm_records
    left join crm_records as first_master
        on crm_records.master_key = first_master.account_key
    left join crm_records as second
        on first_master.master_key = second.account_key
    left join crm_records as third
        on second.master_key = third.account_key
),

crm_keys as (
    select
        crm_masters.account_key,
        crm_masters.final_key,
        live_accounts.account_id
    from crm_masters
    left join live_accounts
        on crm_masters.final_key = live_accounts.account_key
),

crm_domains as (
    select distinct
        contacts.email_domain,
        crm_keys.account_id
    from contacts
    inner join crm_keys
        on contacts.account_key = crm_keys.account_key
    left join public_domains
        on contacts.email_domain = public_domains.domain
    where
        contacts.email_domain is not null
        and public_domains.domain is null
        and crm_keys.account_id is not null
),

pendo_known as (
    select
        product_account_id,
        crm_account_key,
        row_number() over (
            partition by product_account_id
            order by
                case when crm_account_key is null then 0 else 1 end desc,
                last_updated_at desc nulls last,
                crm_account_key desc
        ) as version_rank
    from pendo_accounts
),

pendo_keys as (
    select
        product_account_id,
        max(crm_account_key) as carried_key
    from (
        select
            product_account_id,
            crm_account_key
        from pendo_known
        where version_rank = 1

        union all

        select
            product_account_id,
            cast(null as text) as crm_account_key
        from pendo_usage
    ) as every_product_account
    group by 1
),

source_keys as (
    select
        'pendo' as source,
        product_account_id as source_account_key,
        carried_key
    from pendo_keys

    union all

    select
        'zendesk' as source,
        organization_id as source_account_key,
        max(external_id) as carried_key
    from zendesk_organizations
    group by 2

    union all

    select
        'stripe' as source,
        customer_id as source_account_key,
        max(crm_account_key) as carried_key
    from stripe_customers
    group by 2

    union all

    select
        'qualtrics' as source,
        embedded_value as source_account_key,
        embedded_value as carried_key
    from qualtrics_values
),

source_domains as (
    select distinct
        'pendo' as source,
        product_account_id as source_account_key,
        {{ email_domain('email') }} as email_domain
    from pendo_visitors

    union all

    select distinct
        'zendesk' as source,
        organization_id as source_account_key,
        {{ email_domain('email') }} as email_domain
    from zendesk_users
    where organization_id is not null

    union all

    select distinct
        'stripe' as source,
        customer_id as source_account_key,
        {{ email_domain('email') }} as email_domain
    from stripe_customers
),

-- The rules in the order in which they are believed.
candidates as (
    select
        source_keys.source,
        source_keys.source_account_key,
        1 as rule_order,
        'carried_id' as match_rule,
        crm_keys.account_id
    from source_keys
    inner join crm_keys
        on {{ crm_id_key('source_keys.carried_key') }} = crm_keys.account_key

    union all

    select
        source_keys.source,
        source_keys.source_account_key,
        2 as rule_order,
        'manual' as match_rule,
        crm_keys.account_id
    from source_keys
    inner join manual_matches
        on
            source_keys.source = manual_matches.source
            and source_keys.source_account_key = manual_matches.source_account_key
    inner join crm_keys
        on manual_matches.crm_key = crm_keys.account_key

    union all

    select
        source_keys.source,
        source_keys.source_account_key,
        3 as rule_order,
        'equal_id' as match_rule,
        crm_keys.account_id
    from source_keys
    inner join crm_keys
        on {{ crm_id_key('source_keys.source_account_key') }} = crm_keys.account_key

    union all

    select
        source_domains.source,
        source_domains.source_account_key,
        4 as rule_order,
        'email_domain' as match_rule,
        crm_domains.account_id
    from source_domains
    inner join crm_domains
        on source_domains.email_domain = crm_domains.email_domain
),

-- An id of an account that is gone matches nothing, and the next rule is asked.
counted as (
    select
        source,
        source_account_key,
        match_rule,
        min(account_id) as account_id,
        count(distinct account_id) as n_candidates,
        row_number() over (
            partition by source, source_account_key
            order by min(rule_order)
        ) as rule_rank
    from candidates
    where account_id is not null
    group by 1, 2, 3
),

matched_sources as (
    select
        source_keys.source,
        source_keys.source_account_key,
        case when counted.n_candidates = 1 then counted.account_id end as account_id,
        counted.match_rule,
        case
            when counted.n_candidates = 1 then 'matched'
            when counted.n_candidates > 1 then 'ambiguous'
            else 'unmatched'
        end as match_status,
        cast(coalesce(counted.n_candidates, 0) as integer) as n_candidates
    from source_keys
    left join counted
        on
            source_keys.source = counted.source
            and source_keys.source_account_key = counted.source_account_key
            and counted.rule_rank = 1
    where source_keys.source_account_key is not null
),

matched_crm as (
    select
        'salesforce' as source,
        account_key as source_account_key,
        account_id,
        case
            when account_id is null then null
            when final_key = account_key then 'equal_id'
            else 'carried_id'
        end as match_rule,
        case when account_id is null then 'unmatched' else 'matched' end as match_status,
        case when account_id is null then 0 else 1 end as n_candidates
    from crm_keys
),

final as (
    select * from matched_crm
    union all
    select * from matched_sources
)

select * from final
