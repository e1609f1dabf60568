{{ config(materialized='view') }}

with product_keys as (
    select source_account_key
    from {{ ref('int_account_keys') }}
    where source = 'amplitude' and account_id is not null
),

usage_rows as (
    select
        raw_table,
        product_account_id,
        usage_week,
        last_loaded_at,
        n_rows
    from {{ ref('int_usage_visitor_weeks__amplitude') }}
    where rejection_reason is null
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

    -- The list of words is read whole.
    select
        'event_type' as raw_table,
        cast(null as {{ type_text() }}) as rejection_reason,
        {{ week_start('loaded_at') }} as week,
        1 as n_rows
    from {{ ref('stg_amplitude__event_types') }}
    where rejection_reason is null and not coalesce(is_deleted, false)
),

final as (
    select
        'amplitude' as source,
        raw_table,
        rejection_reason,
        week,
        cast(sum(n_rows) as bigint) as n_rows
    from all_rows
    group by 2, 3, 4
)

select * from final
