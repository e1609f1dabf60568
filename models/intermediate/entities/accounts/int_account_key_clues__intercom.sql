{{ config(materialized='view') }}

-- A key that the desk made up for a lead is nobody's.
with companies as (
    select
        company_id,
        coalesce(
            crm_account_key,
            case when own_company_key not like '%-qualification-company' then own_company_key end
        ) as carried_id,
        coalesce(version_started_at, updated_at) as known_at
    from {{ ref('stg_intercom__company_history') }}
    where rejection_reason is null
),

contacts as (
    select distinct
        contact_id,
        {{ email_domain('email') }} as email_domain
    from {{ ref('stg_intercom__contact_history') }}
    where rejection_reason is null and email is not null
),

-- Who belongs to several companies, as a consultant does, tells nothing of any.
contact_companies as (
    select
        contact_id,
        min(company_id) as company_id
    from {{ ref('int_contact_companies__intercom') }}
    group by 1
    having count(distinct company_id) = 1
),

all_clues as (
    select
        company_id as source_account_key,
        true as is_used_key,
        carried_id,
        known_at,
        cast(null as {{ type_text() }}) as email_domain
    from companies

    union all

    select distinct
        contact_companies.company_id as source_account_key,
        false as is_used_key,
        cast(null as {{ type_text() }}) as carried_id,
        cast(null as {{ type_time() }}) as known_at,
        contacts.email_domain
    from contact_companies
    inner join contacts on contact_companies.contact_id = contacts.contact_id
),

final as (
    select
        'intercom' as source,
        source_account_key,
        is_used_key,
        carried_id,
        known_at,
        email_domain
    from all_clues
    where {{ is_beside_crm('intercom') }}
)

select * from final
