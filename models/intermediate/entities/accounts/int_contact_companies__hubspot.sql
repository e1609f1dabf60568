with contacts as (
    select
        contact_id,
        company_id
    from {{ ref('stg_hubspot__contacts') }}
    where rejection_reason is null
),

associations as (
    select
        contact_id,
        company_id,
        type_id,
        category
    from {{ ref('stg_hubspot__contact_companies') }}
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
        and crm_table = 'contact_company'
        and crm_field = 'type_id'
        and meaning = 'primary'
),

-- The company on the record goes before one that an association calls primary.
named as (
    select
        contact_id,
        company_id,
        2 as standing
    from contacts
    where company_id is not null

    union all

    select
        associations.contact_id,
        associations.company_id,
        case
            when
                primary_types.type_id is not null
                and coalesce(associations.category, '') <> 'USER_DEFINED'
                then 1
            else 0
        end as standing
    from associations
    left join primary_types on associations.type_id = primary_types.type_id
),

resolved as (
    select
        coalesce(contact_merges.survivor_key, named.contact_id) as contact_key,
        coalesce(company_merges.survivor_key, named.company_id) as company_key,
        -- Of a merged contact only what its survivor lacks is asked.
        max(
            case when contact_merges.merged_key is null then 1 else 0 end
        ) as is_own,
        max(named.standing) as standing
    from named
    left join survivors as contact_merges
        on
            named.contact_id = contact_merges.merged_key
            and contact_merges.record_kind = 'contact'
    left join survivors as company_merges
        on
            named.company_id = company_merges.merged_key
            and company_merges.record_kind = 'company'
    group by 1, 2
),

ranked as (
    select
        *,
        max(is_own) over (partition by contact_key) as has_own,
        max(standing) over (partition by contact_key, is_own) as best_standing
    from resolved
),

counted as (
    select
        contact_key,
        count(*) as n_companies,
        count(case when standing = best_standing then company_key end) as n_best,
        min(case when standing = best_standing then company_key end) as best_company_key
    from ranked
    where is_own = has_own
    group by 1
),

-- Of several companies that stand alike none is the contact's.
final as (
    select
        'hubspot' as source,
        contact_key,
        case when n_best = 1 then best_company_key end as company_key,
        cast(n_companies as integer) as n_companies
    from counted
)

select * from final
