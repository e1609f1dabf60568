{{ config(materialized='view') }}

with final as (
    {{ union_branches('int_product_accounts', [
        'source',
        'product_account_id',
        'first_seen_at',
    ]) }}
)

select * from final
