{{ config(materialized='view') }}

with latest_versions as (
    select
        account_key,
        master_key,
        former_key,
        row_number() over (
            partition by account_key
            order by
                is_current_version desc,
                version_started_at desc nulls last,
                loaded_at desc nulls last,
                account_id desc
        ) as version_rank
    from {{ ref('int_crm_account_versions') }}
),

live_accounts as (
    select
        account_id,
        account_key
    from {{ ref('int_accounts') }}
),

-- A CRM that was left knew the accounts by other ids: a person says so, or the one of today does.
told_ids as (
    select
        {{ crm_id_key('former_account_id') }} as account_key,
        {{ crm_id_key('account_id') }} as master_key,
        1 as place
    from {{ ref('account_successions') }}

    union all

    select
        {{ crm_id_key('latest_versions.former_key') }} as account_key,
        min(latest_versions.account_key) as master_key,
        2 as place
    from latest_versions
    inner join live_accounts on latest_versions.account_key = live_accounts.account_key
    where latest_versions.version_rank = 1 and latest_versions.former_key is not null
    group by 1
    having count(*) = 1
),

former_ids as (
    select
        account_key,
        master_key,
        row_number() over (partition by account_key order by place, master_key) as choice
    from told_ids
),

crm_records as (
    select
        account_key,
        master_key
    from latest_versions
    where version_rank = 1

    union all

    select
        former_ids.account_key,
        former_ids.master_key
    from former_ids
    left join latest_versions
        on
            former_ids.account_key = latest_versions.account_key
            and latest_versions.version_rank = 1
    where former_ids.choice = 1 and latest_versions.account_key is null
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

final as (
    select
        crm_masters.account_key,
        crm_masters.final_key,
        live_accounts.account_id
    from crm_masters
    left join live_accounts
        on crm_masters.final_key = live_accounts.account_key
)

select * from final
