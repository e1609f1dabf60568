{{ config(materialized='view') }}

with account_history as (
    select
        product_account_id,
        crm_account_key,
        last_updated_at
    from {{ ref('stg_pendo__account_history') }}
    where rejection_reason is null
),

usage as (
    select distinct product_account_id
    from {{ ref('int_usage_visitor_weeks__pendo') }}
    where rejection_reason is null
),

visitors as (
    select distinct
        product_account_id,
        {{ email_domain('email') }} as email_domain
    from {{ ref('stg_pendo__visitor_history') }}
    where rejection_reason is null
),

all_clues as (
    select
        product_account_id as source_account_key,
        true as is_used_key,
        crm_account_key as carried_id,
        last_updated_at as known_at,
        cast(null as {{ type_text() }}) as email_domain
    from account_history

    union all

    select
        product_account_id as source_account_key,
        true as is_used_key,
        cast(null as {{ type_text() }}) as carried_id,
        cast(null as {{ type_time() }}) as known_at,
        cast(null as {{ type_text() }}) as email_domain
    from usage

    union all

    select
        product_account_id as source_account_key,
        false as is_used_key,
        cast(null as {{ type_text() }}) as carried_id,
        cast(null as {{ type_time() }}) as known_at,
        email_domain
    from visitors
),

final as (
    select
        'pendo' as source,
        source_account_key,
        is_used_key,
        carried_id,
        known_at,
        email_domain
    from all_clues
    where {{ is_beside_crm('pendo') }}
)

select * from final
