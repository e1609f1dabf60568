{{ config(materialized='view') }}

with final as (
    {{ union_branches('int_product_visitor_links', [
        'source',
        'product_account_id',
        'visitor_id',
        'linked_at',
    ]) }}
)

select * from final
