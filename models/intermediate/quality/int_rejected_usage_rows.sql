{{ config(materialized='view') }}
{#- raw table, rollup, why good rows are left out all the same: rollups keep what they reject, so
    that big tables are not read again. -#}
{%- set rolled_up_tables = [
    ('event', 'int_usage_visitor_weeks', 'null'),
    ('page_event', 'int_usage_page_weeks', "'table_not_read'"),
    ('feature_event', 'int_usage_feature_weeks', 'null'),
] -%}

with product_keys as (
    select source_account_key
    from {{ ref('int_account_keys') }}
    where source = 'pendo' and account_id is not null
),

-- Usage of a product account without a CRM account: in account_product_usage, in no score.
judged as (
    {% for raw_table, rollup, good_rows in rolled_up_tables %}
        select
            '{{ raw_table }}' as raw_table,
            case
                when rolled_up_rows.rejection_reason is not null
                    then rolled_up_rows.rejection_reason
                when product_keys.source_account_key is null then 'unknown_account'
                else {{ good_rows }}
            end as rejection_reason,
            coalesce(
                rolled_up_rows.usage_week, {{ week_start('rolled_up_rows.last_loaded_at') }}
            ) as week,
            rolled_up_rows.n_rows
        from {{ ref(rollup) }} as rolled_up_rows
        left join product_keys
            on rolled_up_rows.product_account_id = product_keys.source_account_key
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
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
