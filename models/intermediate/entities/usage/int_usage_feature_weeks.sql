{{ config(materialized='view') }}

with final as (
    {{ union_branches('int_usage_feature_weeks', [
        'source',
        'raw_table',
        'feature_week_id',
        'week_key',
        'product_account_id',
        'feature_id',
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
