with associations as (
    select
        deal_id,
        company_id,
        type_id,
        category
    from {{ ref('stg_hubspot__deal_companies') }}
    where rejection_reason is null and not is_deleted
),

survivors as (
    select
        record_kind,
        merged_key,
        survivor_key
    from {{ ref('int_merges__hubspot') }}
),

primary_types as (
    select crm_value as type_id
    from {{ ref('crm_values') }}
    where
        source = 'hubspot'
        and crm_table = 'deal_company'
        and crm_field = 'type_id'
        and meaning = 'primary'
),

-- Two companies that became one are one.
resolved as (
    select
        associations.deal_id as deal_key,
        coalesce(company_merges.survivor_key, associations.company_id) as company_key,
        max(
            case
                when
                    primary_types.type_id is not null
                    and coalesce(associations.category, '') <> 'USER_DEFINED'
                    then 1
                else 0
            end
        ) as is_primary
    from associations
    left join primary_types on associations.type_id = primary_types.type_id
    left join survivors as company_merges
        on
            associations.company_id = company_merges.merged_key
            and company_merges.record_kind = 'company'
    group by 1, 2
),

counted as (
    select
        deal_key,
        count(*) as n_companies,
        sum(is_primary) as n_primary,
        min(company_key) as only_company_key,
        min(case when is_primary = 1 then company_key end) as primary_company_key
    from resolved
    group by 1
),

-- Of several companies without one primary none is the deal's.
final as (
    select
        'hubspot' as source,
        deal_key,
        case
            when n_primary = 1 then primary_company_key
            when n_companies = 1 then only_company_key
        end as company_key,
        cast(n_companies as integer) as n_companies
    from counted
)

select * from final
