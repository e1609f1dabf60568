-- Every account passes here: a reference seed that fails its test stops all that read it.
-- depends_on: {{ ref('crm_values') }}, {{ ref('segments') }}, {{ ref('source_families') }}
-- depends_on: {{ ref('currency_rates') }}, {{ ref('support_levels') }}, {{ ref('core_features') }}
-- depends_on: {{ ref('survey_instruments') }}, {{ ref('band_statuses') }}, {{ ref('scorecards') }}
-- depends_on: {{ ref('signals') }}, {{ ref('signal_parameters') }}, {{ ref('tenure_bands') }}

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

public_domains as (
    select domain
    from {{ ref('public_email_domains') }}
),

clues as (
    select
        source,
        source_account_key,
        rule_order,
        match_rule,
        clue
    from {{ ref('int_account_key_clues') }}
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

candidates as (
    select
        clues.source,
        clues.source_account_key,
        clues.rule_order,
        clues.match_rule,
        crm_keys.account_id
    from clues
    inner join crm_keys
        on clues.clue = crm_keys.account_key
    where clues.match_rule <> 'email_domain'

    union all

    select
        clues.source,
        clues.source_account_key,
        clues.rule_order,
        clues.match_rule,
        crm_domains.account_id
    from clues
    inner join crm_domains
        on clues.clue = crm_domains.email_domain
    where clues.match_rule = 'email_domain'
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

-- Every key that a source uses is a clue itself; a match by hand may name one that none does.
used_keys as (
    select
        source,
        source_account_key
    from clues
    where match_rule = 'equal_id'
),

matched_sources as (
    select
        used_keys.source,
        used_keys.source_account_key,
        case when counted.n_candidates = 1 then counted.account_id end as account_id,
        counted.match_rule,
        case
            when counted.n_candidates = 1 then 'matched'
            when counted.n_candidates > 1 then 'ambiguous'
            else 'unmatched'
        end as match_status,
        cast(coalesce(counted.n_candidates, 0) as integer) as n_candidates
    from used_keys
    left join counted
        on
            used_keys.source = counted.source
            and used_keys.source_account_key = counted.source_account_key
            and counted.rule_rank = 1
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
