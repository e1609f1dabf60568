with survivors as (
    select
        record_kind,
        merged_key,
        survivor_key
    from {{ ref('int_merges__hubspot') }}
),

companies as (
    select distinct
        associations.engagement_id,
        coalesce(survivors.survivor_key, associations.company_id) as company_key
    from {{ ref('stg_hubspot__engagement_companies') }} as associations
    left join survivors
        on
            associations.company_id = survivors.merged_key
            and survivors.record_kind = 'company'
    where associations.rejection_reason is null and not associations.is_deleted
),

contacts as (
    select distinct
        associations.engagement_id,
        coalesce(survivors.survivor_key, associations.contact_id) as contact_key
    from {{ ref('stg_hubspot__engagement_contacts') }} as associations
    left join survivors
        on
            associations.contact_id = survivors.merged_key
            and survivors.record_kind = 'contact'
    where associations.rejection_reason is null and not associations.is_deleted
),

deals as (
    select distinct
        associations.engagement_id,
        coalesce(survivors.survivor_key, associations.deal_id) as deal_key
    from {{ ref('stg_hubspot__engagement_deals') }} as associations
    left join survivors
        on
            associations.deal_id = survivors.merged_key
            and survivors.record_kind = 'deal'
    where associations.rejection_reason is null and not associations.is_deleted
),

contact_companies as (
    select
        contact_key,
        company_key
    from {{ ref('int_contact_companies__hubspot') }}
),

deal_companies as (
    select
        deal_key,
        company_key
    from {{ ref('int_deal_companies__hubspot') }}
),

-- What it is filed under, then whose people take part, then whose sale it is about.
named as (
    select
        engagement_id,
        1 as rule_order,
        company_key
    from companies

    union all

    select
        contacts.engagement_id,
        2 as rule_order,
        contact_companies.company_key
    from contacts
    inner join contact_companies on contacts.contact_key = contact_companies.contact_key
    where contact_companies.company_key is not null

    union all

    select
        deals.engagement_id,
        3 as rule_order,
        deal_companies.company_key
    from deals
    inner join deal_companies on deals.deal_key = deal_companies.deal_key
    where deal_companies.company_key is not null
),

counted as (
    select
        engagement_id,
        rule_order,
        count(distinct company_key) as n_companies,
        min(company_key) as company_key
    from named
    group by 1, 2
),

-- Where several companies are named, the next rule is asked; where each names several, nobody.
ranked as (
    select
        *,
        row_number() over (
            partition by engagement_id
            order by case when n_companies = 1 then 0 else 1 end, rule_order
        ) as choice
    from counted
),

-- Of several people none is the one that a mail is filed under.
only_contacts as (
    select
        engagement_id,
        min(contact_key) as contact_key
    from contacts
    group by 1
    having count(*) = 1
),

engagements as (
    select engagement_id
    from ranked
    where choice = 1

    union distinct

    select engagement_id
    from only_contacts
),

final as (
    select
        'hubspot' as source,
        engagements.engagement_id,
        case when ranked.n_companies = 1 then ranked.company_key end as company_key,
        only_contacts.contact_key,
        cast(coalesce(ranked.n_companies, 0) as integer) as n_companies
    from engagements
    left join ranked
        on
            engagements.engagement_id = ranked.engagement_id
            and ranked.choice = 1
    left join only_contacts on engagements.engagement_id = only_contacts.engagement_id
)

select * from final
