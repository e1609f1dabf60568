{{ config(materialized='view') }}

with product_keys as (
    select source_account_key
    from {{ ref('int_account_keys') }}
    where source = 'pendo' and account_id is not null
),

-- Rollups keep what they reject, so that big tables are not read again.
rolled_up_rows as (
    select
        'event' as raw_table,
        product_account_id,
        usage_week,
        rejection_reason,
        last_loaded_at,
        n_rows
    from {{ ref('int_usage_visitor_weeks') }}
    union all
    select
        'page_event' as raw_table,
        product_account_id,
        usage_week,
        rejection_reason,
        last_loaded_at,
        n_rows
    from {{ ref('int_usage_page_weeks') }}
    union all
    select
        'feature_event' as raw_table,
        product_account_id,
        usage_week,
        rejection_reason,
        last_loaded_at,
        n_rows
    from {{ ref('int_usage_feature_weeks') }}
),

-- Usage of a product account without a CRM account: in account_product_usage, in no score.
judged as (
    select
        rolled_up_rows.raw_table,
        case
            when rolled_up_rows.rejection_reason is not null
                then rolled_up_rows.rejection_reason
            when product_keys.source_account_key is null then 'unknown_account'
            when rolled_up_rows.raw_table = 'page_event' then 'table_not_read'
        end as rejection_reason,
        coalesce(
            rolled_up_rows.usage_week, {{ week_start('rolled_up_rows.last_loaded_at') }}
        ) as week,
        rolled_up_rows.n_rows
    from rolled_up_rows
    left join product_keys
        on rolled_up_rows.product_account_id = product_keys.source_account_key
),

final as (
    select
        'pendo' as source,
        raw_table,
        rejection_reason,
        week,
        cast(sum(n_rows) as bigint) as n_rows
    from judged
    where rejection_reason is not null
    group by 2, 3, 4
)

select * from final
