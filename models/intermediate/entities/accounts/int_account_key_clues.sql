{{ config(materialized='view') }}

with source_clues as (
    {{ union_branches('int_account_key_clues', [
        'source',
        'source_account_key',
        'is_used_key',
        'carried_id',
        'known_at',
        'email_domain',
    ]) }}
),

manual_matches as (
    select
        source,
        source_account_key,
        {{ crm_id_key('account_id') }} as crm_key
    from {{ ref('account_matches') }}
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
    from source_clues
    where carried_id is not null
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
    from source_clues
    where is_used_key

    union all

    select distinct
        source,
        source_account_key,
        4 as rule_order,
        'email_domain' as match_rule,
        email_domain as clue
    from source_clues
    where email_domain is not null
),

final as (
    select *
    from all_clues
    where source_account_key is not null and clue is not null
)

select * from final
