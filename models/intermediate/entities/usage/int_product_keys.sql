{{ config(materialized='view') }}

with account_keys as (
    select
        source,
        source_account_key,
        account_id,
        {{ source_place('source', 'product') }} as source_place
    from {{ ref('int_account_keys') }}
    where match_status = 'matched'
),

final as (
    select
        source,
        source_account_key as product_account_id,
        account_id,
        source_place
    from account_keys
    where source_place is not null
)

select * from final
