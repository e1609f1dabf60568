{{ config(materialized='view') }}

with final as (
    {{ union_branches('int_usage_visitor_weeks', [
        'source',
        'raw_table',
        'visitor_week_id',
        'week_key',
        'product_account_id',
        'visitor_id',
        'is_known_visitor',
        'usage_week',
        'rejection_reason',
        'n_rows',
        'sum_events',
        'sum_minutes',
        'active_days',
        'is_active_day_1',
        'is_active_day_2',
        'is_active_day_3',
        'is_active_day_4',
        'is_active_day_5',
        'is_active_day_6',
        'is_active_day_7',
        'first_event_at',
        'last_event_at',
        'last_loaded_at',
    ]) }}
)

select * from final
