{{ config(materialized='view') }}

with product_keys as (
    select source_account_key
    from {{ ref('int_account_keys') }}
    where source = 'mixpanel' and account_id is not null
),

usage_rows as (
    select
        raw_table,
        product_account_id,
        visitor_id,
        usage_week,
        last_loaded_at,
        n_rows
    from {{ ref('int_usage_visitor_weeks__mixpanel') }}
    where rejection_reason is null
),

account_visitors as (
    select distinct usage_rows.visitor_id
    from usage_rows
    inner join product_keys
        on usage_rows.product_account_id = product_keys.source_account_key
),

all_rows as (
    -- Usage of a product account without a CRM account: in account_product_usage, in no score.
    select
        usage_rows.raw_table,
        case when product_keys.source_account_key is null then 'unknown_account' end
            as rejection_reason,
        coalesce(usage_rows.usage_week, {{ week_start('usage_rows.last_loaded_at') }}) as week,
        usage_rows.n_rows
    from usage_rows
    left join product_keys
        on usage_rows.product_account_id = product_keys.source_account_key

    union all

    select
        'people' as raw_table,
        case when account_visitors.visitor_id is null then 'unused_visitor' end
            as rejection_reason,
        {{ week_start('people.loaded_at') }} as week,
        1 as n_rows
    from {{ ref('stg_mixpanel__people') }} as people
    left join account_visitors on people.visitor_id = account_visitors.visitor_id
    where people.rejection_reason is null
),

final as (
    select
        'mixpanel' as source,
        raw_table,
        rejection_reason,
        week,
        cast(sum(n_rows) as bigint) as n_rows
    from all_rows
    group by 2, 3, 4
)

select * from final
