{{ config(tags=['rules']) }}
-- An account that a person types into a seed is one of the CRM, living, merged or deleted there;
-- one that was left behind lives there no more.
with crm_keys as (
    select
        account_key,
        final_key,
        account_id
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

    union all

    select
        'account_successions' as seed_name,
        'formerly ' || former_account_id as named,
        account_id
    from {{ ref('account_successions') }}
),

living as (
    select account_key
    from crm_keys
    where account_key = final_key and account_id is not null
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

    union all

    select
        'seeds/identity/account_successions.csv (formerly ' || successions.former_account_id
        || '): the CRM still has an account of this id, so nothing has taken its place. Correct '
        || 'the id, or take the row out.' as problem
    from {{ ref('account_successions') }} as successions
    inner join living
        on {{ crm_id_key('successions.former_account_id') }} = living.account_key

    union all

    select
        'seeds/identity/account_successions.csv (formerly ' || min(former_account_id)
        || '): two rows name this id, in one spelling or two. Keep one.' as problem
    from {{ ref('account_successions') }}
    group by {{ crm_id_key('former_account_id') }}
    having count(*) > 1
)

select * from final
