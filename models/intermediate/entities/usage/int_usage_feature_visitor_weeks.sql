{{ config(materialized='view') }}

with final as (
    {{ union_branches('int_usage_feature_visitor_weeks', [
        'source',
        'raw_table',
        'feature_visitor_week_id',
        'week_key',
        'visitor_id',
        'usage_week',
        'rejection_reason',
        'n_rows',
        'sum_events',
        'last_loaded_at',
    ]) }}
)

select * from final
