{{ config(materialized='view') }}

with visitor_links as (
    select
        product_account_id,
        visitor_id,
        last_updated_at
    from {{ ref('stg_pendo__visitor_account_history') }}
    where
        {{ is_used_for('pendo', 'product') }}
        and rejection_reason is null
),

-- A link without a date holds for every snapshot.
final as (
    select
        'pendo' as source,
        product_account_id,
        visitor_id,
        case when count(*) = count(last_updated_at) then min(last_updated_at) end as linked_at
    from visitor_links
    group by 1, 2, 3
)

select * from final
