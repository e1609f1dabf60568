{{ config(materialized='view') }}

with account_sources as (
    select
        account_id,
        source,
        min(source_place) as source_place
    from {{ ref('int_product_keys') }}
    group by 1, 2
),

crm_keys as (
    select
        account_key,
        account_id
    from {{ ref('int_crm_keys') }}
),

-- Weeks are whole: the first that the new source speaks for begins on the day or after it.
switches as (
    select
        case
            when product_switches.account_id = '*' then product_switches.account_id
            else crm_keys.account_id
        end as account_id,
        product_switches.from_source,
        product_switches.to_source,
        {{ week_start(days_after('product_switches.switched_on', 6)) }} as switch_week
    from {{ ref('product_switches') }} as product_switches
    left join crm_keys
        on {{ crm_id_key('product_switches.account_id') }} = crm_keys.account_key
),

-- Accounts with switches of their own follow those alone.
accounts as (
    select
        account_sources.account_id,
        max(
            case
                when switches.account_id is not null then account_sources.account_id else '*'
            end
        ) as switch_list
    from account_sources
    left join switches on account_sources.account_id = switches.account_id
    group by 1
),

-- A switch means only who has a key of both sources: elsewhere there is nothing to choose.
account_switches as (
    select
        accounts.account_id,
        switches.from_source,
        switches.to_source,
        switches.switch_week,
        row_number() over (
            partition by accounts.account_id order by switches.switch_week, switches.to_source
        ) as switch_number
    from accounts
    inner join switches on accounts.switch_list = switches.account_id
    inner join account_sources as sources_before
        on
            accounts.account_id = sources_before.account_id
            and switches.from_source = sources_before.source
    inner join account_sources as sources_after
        on
            accounts.account_id = sources_after.account_id
            and switches.to_source = sources_after.source
),

ranked_sources as (
    select
        account_id,
        source,
        row_number() over (partition by account_id order by source_place) as place
    from account_sources
),

first_speakers as (
    select
        ranked_sources.account_id,
        coalesce(account_switches.from_source, ranked_sources.source) as source
    from ranked_sources
    left join account_switches
        on
            ranked_sources.account_id = account_switches.account_id
            and account_switches.switch_number = 1
    where ranked_sources.place = 1
),

spans as (
    select
        account_id,
        source,
        cast('1900-01-01' as date) as valid_from,
        true as is_first
    from first_speakers
    union all
    select
        account_id,
        to_source as source,
        switch_week as valid_from,
        false as is_first
    from account_switches
),

final as (
    select
        account_id,
        source,
        valid_from,
        lead(valid_from, 1, cast('9999-12-31' as date)) over (
            partition by account_id order by valid_from
        ) as valid_to,
        is_first
    from spans
)

select * from final
