{{ config(materialized='view') }}

with final as (
    {{ union_branches('int_usage_page_weeks', [
        'source',
        'raw_table',
        'page_week_id',
        'week_key',
        'product_account_id',
        'page_id',
        'usage_week',
        'rejection_reason',
        'n_rows',
        'n_visitors',
        'sum_events',
        'sum_minutes',
        'last_event_at',
        'last_loaded_at',
    ]) }}
)

select * from final
