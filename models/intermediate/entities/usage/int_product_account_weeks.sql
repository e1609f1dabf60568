{{ config(materialized='view') }}

with visitor_weeks as (
    select
        source,
        product_account_id,
        visitor_id,
        usage_week,
        active_days,
        sum_events,
        sum_minutes,
        is_active_day_1,
        is_active_day_2,
        is_active_day_3,
        is_active_day_4,
        is_active_day_5,
        is_active_day_6,
        is_active_day_7,
        first_event_at,
        last_event_at
    from {{ ref('int_usage_visitor_weeks') }}
    where rejection_reason is null
),

-- Events without a visitor make a day active and carry minutes, but are nobody's visitor-day.
final as (
    select
        source,
        product_account_id,
        usage_week,
        cast(sum(case when visitor_id is not null then active_days else 0 end) as bigint)
            as visitor_days,
        max(is_active_day_1) + max(is_active_day_2) + max(is_active_day_3) + max(is_active_day_4)
        + max(is_active_day_5) + max(is_active_day_6) + max(is_active_day_7) as active_days,
        cast(sum(sum_events) as bigint) as events,
        cast(sum(sum_minutes) as bigint) as minutes,
        cast(min(first_event_at) as date) as first_event_on,
        cast(max(last_event_at) as date) as last_event_on
    from visitor_weeks
    group by 1, 2, 3
)

select * from final
