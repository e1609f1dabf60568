{{ config(materialized='view') }}

with visitors as (
    select distinct
        product_account_id,
        case when is_known_visitor then visitor_id end as user_id
    from {{ ref('int_usage_visitor_weeks__mixpanel') }}
    where rejection_reason is null
),

people as (
    select
        visitor_id,
        max(email) as email
    from {{ ref('stg_mixpanel__people') }}
    where rejection_reason is null
    group by 1
),

all_clues as (
    select distinct
        product_account_id as source_account_key,
        true as is_used_key,
        cast(null as {{ type_text() }}) as email_domain
    from visitors

    union all

    -- Many companies take the address for the user's id.
    select distinct
        visitors.product_account_id as source_account_key,
        false as is_used_key,
        {{ email_domain('coalesce(people.email, visitors.user_id)') }} as email_domain
    from visitors
    left join people on visitors.user_id = people.visitor_id
),

final as (
    select
        'mixpanel' as source,
        source_account_key,
        is_used_key,
        cast(null as {{ type_text() }}) as carried_id,
        cast(null as {{ type_time() }}) as known_at,
        email_domain
    from all_clues
    where {{ is_beside_crm('mixpanel') }}
)

select * from final
