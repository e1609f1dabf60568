{{ config(materialized='view') }}

with visitor_weeks as (
    select
        source,
        product_account_id,
        visitor_id,
        is_known_visitor,
        usage_week
    from {{ ref('int_usage_visitor_weeks') }}
    where rejection_reason is null and visitor_id is not null
),

speaking_keys as (
    select
        source,
        product_account_id,
        account_id,
        valid_from,
        valid_to
    from {{ ref('int_speaking_product_keys') }}
),

associated_visitors as (
    select
        account_id,
        source,
        visitor_id,
        linked_at
    from {{ ref('int_associated_visitors') }}
),

-- A visitor of several product accounts of one CRM account is one user, seen again in any of them.
final as (
    select
        speaking_keys.account_id,
        visitor_weeks.usage_week,
        associated_visitors.linked_at,
        visitor_weeks.is_known_visitor as is_known,
        lead(visitor_weeks.usage_week) over (
            partition by speaking_keys.account_id, visitor_weeks.source, visitor_weeks.visitor_id
            order by visitor_weeks.usage_week
        ) as seen_again
    from visitor_weeks
    inner join speaking_keys
        on
            visitor_weeks.source = speaking_keys.source
            and visitor_weeks.product_account_id = speaking_keys.product_account_id
            and visitor_weeks.usage_week >= speaking_keys.valid_from
            and visitor_weeks.usage_week < speaking_keys.valid_to
    left join associated_visitors
        on
            speaking_keys.account_id = associated_visitors.account_id
            and visitor_weeks.source = associated_visitors.source
            and visitor_weeks.visitor_id = associated_visitors.visitor_id
)

select * from final
