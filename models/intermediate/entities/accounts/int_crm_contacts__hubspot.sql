{{ config(materialized='view') }}

with contacts as (
    select
        contact_id,
        email,
        {{ join_texts(' ', ["nullif(trim(first_name), '')", "nullif(trim(last_name), '')"]) }}
            as contact_name,
        title,
        created_at,
        changed_at,
        is_deleted,
        loaded_at
    from {{ ref('stg_hubspot__contacts') }}
    where
        rejection_reason is null
        and (
            {{ is_used_for('hubspot', 'crm') }}
            or {{ is_used_for('hubspot', 'correspondence') }}
        )
),

survivors as (
    select
        merged_key,
        survivor_key
    from {{ ref('int_merges__hubspot') }}
    where record_kind = 'contact'
),

contact_companies as (
    select
        contact_key,
        company_key
    from {{ ref('int_contact_companies__hubspot') }}
),

-- Addresses of those whom a contact took in are its own.
addresses as (
    select
        contact_id as contact_key,
        email,
        true as is_main_address
    from contacts

    union all

    select distinct
        survivors.survivor_key as contact_key,
        lower(trim(merged.email)) as email,
        false as is_main_address
    from survivors
    inner join contacts as merged on survivors.merged_key = merged.contact_id
    inner join contacts as survivor on survivors.survivor_key = survivor.contact_id
    where
        merged.email is not null
        and coalesce(lower(trim(merged.email)) <> lower(trim(survivor.email)), true)
),

beginnings as (
    select
        survivors.survivor_key,
        min(merged.created_at) as created_at
    from survivors
    inner join contacts as merged on survivors.merged_key = merged.contact_id
    group by 1
),

final as (
    select
        'hubspot' as source,
        contacts.contact_id,
        contacts.contact_id as contact_key,
        contact_companies.company_key as account_key,
        addresses.email,
        addresses.is_main_address,
        contacts.contact_name,
        contacts.title,
        {{ least_of(['contacts.created_at', 'beginnings.created_at']) }} as created_at,
        contacts.changed_at,
        cast(null as {{ type_time() }}) as version_started_at,
        contacts.is_deleted or survivors.merged_key is not null as is_deleted,
        contacts.loaded_at
    from contacts
    inner join addresses on contacts.contact_id = addresses.contact_key
    left join survivors on contacts.contact_id = survivors.merged_key
    left join beginnings on contacts.contact_id = beginnings.survivor_key
    left join contact_companies
        on coalesce(survivors.survivor_key, contacts.contact_id) = contact_companies.contact_key
)

select * from final
