{{ config(materialized='view') }}
{#- staging model: its raw table, the time of the fact, and which good rows no model reads -#}
{%- set staged_tables = {
    'stg_stripe__customers': {'raw_table': 'customer', 'time': 'created_at'},
    'stg_stripe__subscription_history': {
        'raw_table': 'subscription_history', 'time': 'created_at', 'skips_deleted': true,
    },
    'stg_stripe__subscription_items': {
        'raw_table': 'subscription_item', 'time': 'loaded_at', 'skips_deleted': true,
    },
    'stg_stripe__prices': {'raw_table': 'price', 'time': 'loaded_at'},
    'stg_stripe__plans': {'raw_table': 'plan', 'time': 'loaded_at'},
    'stg_stripe__subscription_discounts': {
        'raw_table': 'subscription_discount', 'time': 'started_at', 'skips_deleted': true,
    },
    'stg_stripe__coupons': {'raw_table': 'coupon', 'time': 'loaded_at'},
    'stg_stripe__invoices': {'raw_table': 'invoice', 'time': 'created_at', 'skips_deleted': true},
    'stg_stripe__invoice_line_items': {
        'raw_table': 'invoice_line_item', 'time': 'period_start_at', 'skips_deleted': true,
    },
} -%}

with staged_rows as (
    {{ staged_row_counts(staged_tables) }}
),

final as (
    select
        'stripe' as source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from staged_rows
)

select * from final
