{{ config(materialized='view') }}

with contacts as (
    select distinct
        account_key,
        {{ email_domain('email') }} as email_domain
    from {{ ref('int_crm_contacts') }}
    where
        source = '{{ crm_source() }}'
        and not is_deleted
),

public_domains as (
    select domain
    from {{ ref('public_email_domains') }}
),

crm_keys as (
    select
        account_key,
        account_id
    from {{ ref('int_crm_keys') }}
    where account_id is not null
),

final as (
    select distinct
        contacts.email_domain,
        crm_keys.account_id
    from contacts
    inner join crm_keys
        on contacts.account_key = crm_keys.account_key
    left join public_domains
        on contacts.email_domain = public_domains.domain
    where
        contacts.email_domain is not null
        and public_domains.domain is null
)

select * from final
