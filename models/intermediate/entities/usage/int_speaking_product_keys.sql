{{ config(materialized='view') }}

with product_keys as (
    select
        source,
        product_account_id,
        account_id
    from {{ ref('int_product_keys') }}
),

speakers as (
    select
        account_id,
        source,
        valid_from,
        valid_to
    from {{ ref('int_product_speakers') }}
),

final as (
    select
        product_keys.source,
        product_keys.product_account_id,
        product_keys.account_id,
        speakers.valid_from,
        speakers.valid_to
    from product_keys
    inner join speakers
        on
            product_keys.account_id = speakers.account_id
            and product_keys.source = speakers.source
)

select * from final
