{{ config(materialized='view') }}

with final as (
    select
        source,
        product_account_id,
        visitor_id,
        linked_at
    from {{ ref('int_product_visitor_links__pendo') }}
)

select * from final
