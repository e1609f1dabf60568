{{ config(materialized='view') }}

with companies as (
    select
        company_id,
        crm_account_key,
        nullif({{ replace_matches('lower(trim(domain))', '^www[.]', '') }}, '') as email_domain
    from {{ ref('stg_hubspot__companies') }}
    where rejection_reason is null and not is_deleted
),

-- Company of each contact, as its other tables name it.
contacts as (
    select distinct
        contact_companies.company_key,
        {{ email_domain('contacts.email') }} as email_domain
    from {{ ref('stg_hubspot__contacts') }} as contacts
    inner join {{ ref('int_contact_companies__hubspot') }} as contact_companies
        on contacts.contact_id = contact_companies.contact_key
    where
        contacts.rejection_reason is null
        and not contacts.is_deleted
        and contact_companies.company_key is not null
),

all_clues as (
    select
        company_id as source_account_key,
        true as is_used_key,
        crm_account_key as carried_id,
        email_domain
    from companies

    union all

    select
        company_key as source_account_key,
        false as is_used_key,
        cast(null as {{ type_text() }}) as carried_id,
        email_domain
    from contacts
),

final as (
    select
        'hubspot' as source,
        source_account_key,
        is_used_key,
        carried_id,
        cast(null as {{ type_time() }}) as known_at,
        email_domain
    from all_clues
    where {{ is_beside_crm('hubspot') }}
)

select * from final
