{{ config(materialized='view') }}

with final as (
    select
        source,
        product_account_id,
        first_seen_at
    from {{ ref('int_product_accounts__pendo') }}

    union all

    select
        source,
        product_account_id,
        first_seen_at
    from {{ ref('int_product_accounts__amplitude') }}

    union all

    select
        source,
        product_account_id,
        first_seen_at
    from {{ ref('int_product_accounts__mixpanel') }}
)

select * from final
