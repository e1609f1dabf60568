{{ config(materialized='view') }}

with final as (
    select
        source,
        product_account_id,
        visitor_id,
        linked_at
    from {{ ref('int_product_visitor_links__pendo') }}

    union all

    select
        source,
        product_account_id,
        visitor_id,
        linked_at
    from {{ ref('int_product_visitor_links__amplitude') }}

    union all

    select
        source,
        product_account_id,
        visitor_id,
        linked_at
    from {{ ref('int_product_visitor_links__mixpanel') }}
)

select * from final
