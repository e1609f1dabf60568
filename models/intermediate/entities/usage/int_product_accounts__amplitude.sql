{{ config(materialized='view') }}

with visitor_weeks as (
    select
        product_account_id,
        first_event_at
    from {{ ref('int_usage_visitor_weeks__amplitude') }}
    where rejection_reason is null
),

-- No list of accounts lands: an account begins with its first event.
final as (
    select
        'amplitude' as source,
        product_account_id,
        min(first_event_at) as first_seen_at
    from visitor_weeks
    group by 1, 2
)

select * from final
