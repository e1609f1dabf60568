{{ config(materialized='view') }}

with organizations as (
    select
        organization_id,
        external_id
    from {{ ref('stg_zendesk__organizations') }}
    where rejection_reason is null and not coalesce(is_deleted, false)
),

-- Our own agents serve every account and tell nothing.
requesters as (
    select distinct
        organization_id,
        {{ email_domain('email') }} as email_domain
    from {{ ref('stg_zendesk__users') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and coalesce(user_role, 'end-user') not in ('agent', 'admin')
),

all_clues as (
    select
        organization_id as source_account_key,
        true as is_used_key,
        external_id as carried_id,
        cast(null as {{ type_text() }}) as email_domain
    from organizations

    union all

    select
        organization_id as source_account_key,
        false as is_used_key,
        cast(null as {{ type_text() }}) as carried_id,
        email_domain
    from requesters
),

final as (
    select
        'zendesk' as source,
        source_account_key,
        is_used_key,
        carried_id,
        cast(null as {{ type_time() }}) as known_at,
        email_domain
    from all_clues
    where {{ is_beside_crm('zendesk') }}
)

select * from final
