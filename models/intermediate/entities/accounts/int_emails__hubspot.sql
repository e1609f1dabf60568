{{ config(materialized='view') }}

with emails as (
    select
        email_id,
        upper(trim(direction)) as direction,
        upper(trim(email_status)) as email_status,
        from_address,
        coalesce(
            {{ first_match('lower(from_address)', '<([^<>]+)>') }},
            nullif(lower(trim(from_address)), '')
        ) as sender_address,
        subject,
        headers,
        sent_at,
        thread_id
    from {{ ref('stg_hubspot__emails') }}
    where
        rejection_reason is null
        and not is_deleted
        and {{ is_used_for('hubspot', 'correspondence') }}
),

owner_addresses as (
    select distinct lower(trim(email)) as email
    from {{ ref('stg_hubspot__owners') }}
    where rejection_reason is null and email is not null
),

contact_addresses as (
    select distinct lower(trim(email)) as email
    from {{ ref('stg_hubspot__contacts') }}
    where rejection_reason is null and email is not null
),

parties as (
    select
        engagement_id,
        company_key,
        contact_key
    from {{ ref('int_engagement_parties__hubspot') }}
),

-- A forwarded mail, and one whose direction did not land, goes the way that its sender tells.
directed as (
    select
        emails.*,
        case
            when emails.direction = 'INCOMING_EMAIL' then true
            when emails.direction = 'EMAIL' then false
            when owner_addresses.email is not null then false
            when contact_addresses.email is not null then true
        end as is_incoming
    from emails
    left join owner_addresses on emails.sender_address = owner_addresses.email
    left join contact_addresses on emails.sender_address = contact_addresses.email
),

-- What bounced, failed or is still to go reached nobody.
final as (
    select
        'hubspot' as source,
        directed.email_id,
        parties.company_key as account_key,
        cast(null as {{ type_text() }}) as opportunity_key,
        parties.contact_key,
        cast(null as {{ type_text() }}) as sender_key,
        directed.from_address,
        directed.subject,
        directed.headers,
        directed.is_incoming,
        directed.sent_at,
        directed.thread_id
    from directed
    left join parties on directed.email_id = parties.engagement_id
    where
        directed.is_incoming is not null
        and coalesce(directed.email_status, '')
        not in ('BOUNCED', 'FAILED', 'SCHEDULED', 'SENDING')
)

select * from final
