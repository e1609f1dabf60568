with identity_weeks as (
    select
        product_account_id,
        user_id,
        device_id,
        week_key,
        usage_week,
        rejection_reason,
        n_rows,
        sum_minutes,
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
    from {{ ref('int_usage_identity_weeks__mixpanel') }}
),

device_users as (
    select
        device_id,
        user_id,
        valid_from,
        valid_to
    from {{ ref('int_device_users__mixpanel') }}
),

-- Whoever is not logged in is the user of his device as far as the end of the week knew, which is
-- what the first snapshot after it may know; else he is nobody.
identified as (
    select
        identity_weeks.product_account_id,
        coalesce(identity_weeks.user_id, device_users.user_id) as visitor_id,
        identity_weeks.week_key,
        identity_weeks.usage_week,
        identity_weeks.rejection_reason,
        identity_weeks.n_rows,
        identity_weeks.sum_minutes,
        identity_weeks.is_active_day_1,
        identity_weeks.is_active_day_2,
        identity_weeks.is_active_day_3,
        identity_weeks.is_active_day_4,
        identity_weeks.is_active_day_5,
        identity_weeks.is_active_day_6,
        identity_weeks.is_active_day_7,
        identity_weeks.first_event_at,
        identity_weeks.last_event_at,
        identity_weeks.last_loaded_at
    from identity_weeks
    left join device_users
        on
            identity_weeks.device_id = device_users.device_id
            and identity_weeks.usage_week >= device_users.valid_from
            and identity_weeks.usage_week < device_users.valid_to
),

rolled_up as (
    select
        product_account_id,
        visitor_id,
        week_key,
        usage_week,
        rejection_reason,
        cast(sum(n_rows) as bigint) as n_rows,
        cast(sum(sum_minutes) as bigint) as sum_minutes,
        max(is_active_day_1) as is_active_day_1,
        max(is_active_day_2) as is_active_day_2,
        max(is_active_day_3) as is_active_day_3,
        max(is_active_day_4) as is_active_day_4,
        max(is_active_day_5) as is_active_day_5,
        max(is_active_day_6) as is_active_day_6,
        max(is_active_day_7) as is_active_day_7,
        min(first_event_at) as first_event_at,
        max(last_event_at) as last_event_at,
        max(last_loaded_at) as last_loaded_at
    from identified
    group by 1, 2, 3, 4, 5
),

final as (
    select
        'mixpanel' as source,
        'event' as raw_table,
        {{ hash_key(['product_account_id', 'visitor_id', 'usage_week', 'rejection_reason']) }}
            as visitor_week_id,
        week_key,
        product_account_id,
        visitor_id,
        visitor_id is not null as is_known_visitor,
        usage_week,
        rejection_reason,
        n_rows,
        -- one row, one event
        n_rows as sum_events,
        sum_minutes,
        is_active_day_1 + is_active_day_2 + is_active_day_3 + is_active_day_4
        + is_active_day_5 + is_active_day_6 + is_active_day_7 as active_days,
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
    from rolled_up
)

select * from final
