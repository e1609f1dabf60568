{{ config(materialized='view') }}

with visitor_weeks as (
    select
        product_account_id,
        visitor_id,
        first_event_at
    from {{ ref('int_usage_visitor_weeks__mixpanel') }}
    where rejection_reason is null and is_known_visitor
),

final as (
    select
        'mixpanel' as source,
        product_account_id,
        visitor_id,
        min(first_event_at) as linked_at
    from visitor_weeks
    group by 1, 2, 3
)

select * from final
