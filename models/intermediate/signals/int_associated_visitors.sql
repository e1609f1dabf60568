{{ config(materialized='view') }}

with visitor_links as (
    select
        product_account_id,
        visitor_id,
        coalesce(last_updated_at, cast('1900-01-01' as timestamp)) as linked_at
    from {{ ref('stg_pendo__visitor_account_history') }}
    where rejection_reason is null
),

account_keys as (
    select
        source_account_key as product_account_id,
        account_id
    from {{ ref('int_account_keys') }}
    where source = 'pendo' and match_status = 'matched'
),

final as (
    select
        account_keys.account_id,
        visitor_links.visitor_id,
        min(visitor_links.linked_at) as linked_at
    from visitor_links
    inner join account_keys on visitor_links.product_account_id = account_keys.product_account_id
    group by 1, 2
)

select * from final
