{{ config(materialized='view') }}

with visitor_links as (
    select
        product_account_id,
        visitor_id,
        last_updated_at
    from {{ ref('stg_pendo__visitor_account_history') }}
    where rejection_reason is null
),

-- A link without a date holds for every snapshot.
final as (
    select
        product_account_id,
        visitor_id,
        case
            when count(*) = count(last_updated_at)
                then {{ days_after(week_start('min(last_updated_at)'), 7) }}
            else cast('1900-01-01' as date)
        end as linked_from
    from visitor_links
    group by 1, 2
)

select * from final
