{{ config(materialized='view') }}

with visitors as (
    select distinct
        product_account_id,
        case when is_known_visitor then visitor_id end as user_id
    from {{ ref('int_usage_visitor_weeks__amplitude') }}
    where rejection_reason is null
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
        product_account_id as source_account_key,
        false as is_used_key,
        {{ email_domain('user_id') }} as email_domain
    from visitors
),

final as (
    select
        'amplitude' as source,
        source_account_key,
        is_used_key,
        cast(null as {{ type_text() }}) as carried_id,
        cast(null as {{ type_time() }}) as known_at,
        email_domain
    from all_clues
    where {{ is_beside_crm('amplitude') }}
)

select * from final
