{{ config(materialized='view') }}

with visitor_links as (
    select
        source,
        product_account_id,
        visitor_id,
        linked_at
    from {{ ref('int_product_visitor_links') }}
),

final as (
    select
        source,
        product_account_id,
        visitor_id,
        coalesce({{ days_after(week_start('linked_at'), 7) }}, cast('1900-01-01' as date))
            as linked_from
    from visitor_links
)

select * from final
