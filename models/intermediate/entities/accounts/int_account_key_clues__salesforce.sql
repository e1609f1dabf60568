{{ config(materialized='view') }}

with accounts as (
    select distinct {{ source_id_key('salesforce', 'account_id') }} as account_key
    from {{ ref('stg_salesforce__accounts') }}
    where rejection_reason is null
),

contacts as (
    select distinct
        {{ source_id_key('salesforce', 'account_id') }} as account_key,
        {{ email_domain('email') }} as email_domain
    from {{ ref('stg_salesforce__contacts') }}
    where rejection_reason is null and not is_deleted
),

all_clues as (
    select
        account_key as source_account_key,
        true as is_used_key,
        cast(null as {{ type_text() }}) as email_domain
    from accounts

    union all

    select
        account_key as source_account_key,
        false as is_used_key,
        email_domain
    from contacts
),

final as (
    select
        'salesforce' as source,
        source_account_key,
        is_used_key,
        cast(null as {{ type_text() }}) as carried_id,
        cast(null as {{ type_time() }}) as known_at,
        email_domain
    from all_clues
    where {{ is_beside_crm('salesforce') }}
)

select * from final
