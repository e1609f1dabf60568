{{ config(materialized='view') }}

with visitor_weeks as (
    select
        product_account_id,
        visitor_id,
        is_known_visitor,
        usage_week
    from {{ ref('int_usage_visitor_weeks') }}
    where rejection_reason is null and visitor_id is not null
),

account_keys as (
    select
        source_account_key as product_account_id,
        account_id
    from {{ ref('int_account_keys') }}
    where source = 'pendo' and match_status = 'matched'
),

associated_visitors as (
    select
        account_id,
        visitor_id,
        linked_at
    from {{ ref('int_associated_visitors') }}
),

-- A visitor of several product accounts of one CRM account is one user, seen again in any of them.
final as (
    select
        account_keys.account_id,
        visitor_weeks.usage_week,
        associated_visitors.linked_at,
        visitor_weeks.is_known_visitor as is_known,
        lead(visitor_weeks.usage_week) over (
            partition by account_keys.account_id, visitor_weeks.visitor_id
            order by visitor_weeks.usage_week
        ) as seen_again
    from visitor_weeks
    inner join account_keys on visitor_weeks.product_account_id = account_keys.product_account_id
    left join associated_visitors
        on
            account_keys.account_id = associated_visitors.account_id
            and visitor_weeks.visitor_id = associated_visitors.visitor_id
)

select * from final
