-- Every account passes here: a reference seed that fails its test stops all that read it.
-- depends_on: {{ ref('crm_values') }}, {{ ref('segments') }}, {{ ref('source_families') }}
-- depends_on: {{ ref('currency_rates') }}, {{ ref('support_levels') }}, {{ ref('core_features') }}
-- depends_on: {{ ref('survey_instruments') }}, {{ ref('band_statuses') }}, {{ ref('scorecards') }}
-- depends_on: {{ ref('signals') }}, {{ ref('signal_parameters') }}, {{ ref('tenure_bands') }}
-- depends_on: {{ ref('parameter_rules') }}, {{ ref('product_switches') }}

with crm_keys as (
    select
        account_key,
        final_key,
        account_id
    from {{ ref('int_crm_keys') }}
),

crm_domains as (
    select
        email_domain,
        account_id
    from {{ ref('int_crm_email_domains') }}
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
        '{{ crm_source() }}' as source,
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
