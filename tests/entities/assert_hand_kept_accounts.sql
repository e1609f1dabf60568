{{ config(tags=['rules']) }}
-- An account that a person types into a seed is one of the CRM, living, merged or deleted there.
with crm_keys as (
    select account_key
    from {{ ref('int_crm_keys') }}
),

typed_accounts as (
    select
        'account_matches' as seed_name,
        source || ', ' || source_account_key as named,
        account_id
    from {{ ref('account_matches') }}

    union all

    select
        'product_switches' as seed_name,
        from_source || ' to ' || to_source as named,
        account_id
    from {{ ref('product_switches') }}
    where account_id <> '*'
),

final as (
    select
        'seeds/identity/' || typed_accounts.seed_name || '.csv (' || typed_accounts.named
        || '): the CRM has no account `' || typed_accounts.account_id
        || '`. Correct the id, or take the row out.' as problem
    from typed_accounts
    left join crm_keys
        on {{ crm_id_key('typed_accounts.account_id') }} = crm_keys.account_key
    where crm_keys.account_key is null
)

select * from final
