{{ config(materialized='view') }}

with final as (
    select
        source,
        raw_table,
        visitor_week_id,
        week_key,
        product_account_id,
        visitor_id,
        is_known_visitor,
        usage_week,
        rejection_reason,
        n_rows,
        sum_events,
        sum_minutes,
        active_days,
        is_active_day_1,
        is_active_day_2,
        is_active_day_3,
        is_active_day_4,
        is_active_day_5,
        is_active_day_6,
        is_active_day_7,
        first_event_at,
        last_event_at,
        last_loaded_at
    from {{ ref('int_usage_visitor_weeks__pendo') }}

    union all

    select
        source,
        raw_table,
        visitor_week_id,
        week_key,
        product_account_id,
        visitor_id,
        is_known_visitor,
        usage_week,
        rejection_reason,
        n_rows,
        sum_events,
        sum_minutes,
        active_days,
        is_active_day_1,
        is_active_day_2,
        is_active_day_3,
        is_active_day_4,
        is_active_day_5,
        is_active_day_6,
        is_active_day_7,
        first_event_at,
        last_event_at,
        last_loaded_at
    from {{ ref('int_usage_visitor_weeks__amplitude') }}

    union all

    select
        source,
        raw_table,
        visitor_week_id,
        week_key,
        product_account_id,
        visitor_id,
        is_known_visitor,
        usage_week,
        rejection_reason,
        n_rows,
        sum_events,
        sum_minutes,
        active_days,
        is_active_day_1,
        is_active_day_2,
        is_active_day_3,
        is_active_day_4,
        is_active_day_5,
        is_active_day_6,
        is_active_day_7,
        first_event_at,
        last_event_at,
        last_loaded_at
    from {{ ref('int_usage_visitor_weeks__mixpanel') }}
)

select * from final
