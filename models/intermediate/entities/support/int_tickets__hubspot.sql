with tickets as (
    select
        ticket_id,
        category,
        created_at,
        closed_at,
        is_deleted,
        loaded_at
    from {{ ref('stg_hubspot__tickets') }}
    where rejection_reason is null and {{ is_used_for('hubspot', 'support') }}
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
        and crm_table = 'ticket_company'
        and crm_field = 'type_id'
        and meaning = 'primary'
),

companies as (
    select
        associations.ticket_id,
        coalesce(survivors.survivor_key, associations.company_id) as company_key,
        max(
            case
                when
                    primary_types.type_id is not null
                    and coalesce(associations.category, '') <> 'USER_DEFINED'
                    then 1
                else 0
            end
        ) as is_primary
    from {{ ref('stg_hubspot__ticket_companies') }} as associations
    left join primary_types on associations.type_id = primary_types.type_id
    left join survivors
        on
            associations.company_id = survivors.merged_key
            and survivors.record_kind = 'company'
    where associations.rejection_reason is null and not associations.is_deleted
    group by 1, 2
),

counted_companies as (
    select
        ticket_id,
        count(*) as n_companies,
        sum(is_primary) as n_primary,
        min(company_key) as only_company_key,
        min(case when is_primary = 1 then company_key end) as primary_company_key
    from companies
    group by 1
),

contact_companies as (
    select
        contact_key,
        company_key
    from {{ ref('int_contact_companies__hubspot') }}
),

-- Who asked is not marked: of several people the first in order stands for them.
requesters as (
    select
        associations.ticket_id,
        min(coalesce(survivors.survivor_key, associations.contact_id)) as contact_key,
        min(contact_companies.company_key) as company_key,
        count(distinct contact_companies.company_key) as n_companies
    from {{ ref('stg_hubspot__ticket_contacts') }} as associations
    left join survivors
        on
            associations.contact_id = survivors.merged_key
            and survivors.record_kind = 'contact'
    left join contact_companies
        on coalesce(survivors.survivor_key, associations.contact_id) = contact_companies.contact_key
    where associations.rejection_reason is null and not associations.is_deleted
    group by 1
),

-- Of several companies without one primary none is the ticket's, unless its people tell.
placed as (
    select
        tickets.*,
        requesters.contact_key as requester_id,
        case
            when counted_companies.n_primary = 1 then counted_companies.primary_company_key
            when counted_companies.n_companies = 1 then counted_companies.only_company_key
        end as company_key,
        case when requesters.n_companies = 1 then requesters.company_key end
            as requester_company_key
    from tickets
    left join counted_companies on tickets.ticket_id = counted_companies.ticket_id
    left join requesters on tickets.ticket_id = requesters.ticket_id
),

-- The CRM says when a ticket was closed, not when it was deleted or merged.
final as (
    select
        'hubspot' as source,
        placed.ticket_id,
        coalesce(placed.company_key, placed.requester_company_key) as source_account_key,
        case
            when placed.company_key is not null then 'ticket'
            when placed.requester_company_key is not null then 'requester'
        end as organization_from,
        placed.requester_id,
        placed.category as ticket_type,
        cast(null as {{ type_text() }}) as via_channel,
        placed.created_at,
        case
            when placed.is_deleted and survivors.merged_key is null
                then coalesce(placed.loaded_at, placed.created_at)
        end as deleted_at,
        case
            when survivors.merged_key is not null
                then coalesce(placed.closed_at, placed.loaded_at, placed.created_at)
        end as merged_at
    from placed
    left join survivors
        on
            placed.ticket_id = survivors.merged_key
            and survivors.record_kind = 'ticket'
)

select * from final
