{{ config(materialized='view') }}

with visitor_links as (
    select
        source,
        product_account_id,
        visitor_id,
        coalesce(linked_at, cast('1900-01-01' as {{ type_time() }})) as linked_at
    from {{ ref('int_product_visitor_links') }}
),

product_keys as (
    select
        source,
        product_account_id,
        account_id
    from {{ ref('int_product_keys') }}
),

final as (
    select
        product_keys.account_id,
        visitor_links.source,
        visitor_links.visitor_id,
        min(visitor_links.linked_at) as linked_at
    from visitor_links
    inner join product_keys
        on
            visitor_links.source = product_keys.source
            and visitor_links.product_account_id = product_keys.product_account_id
    group by 1, 2, 3
)

select * from final
