{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='week_key',
    on_schema_change='fail',
    pre_hook="{{ forget_vanished_weeks('amplitude', 'event', 'event_time') }}",
) }}

{%- set weeks = weeks_to_roll_up('amplitude', 'event', 'event_time')
    if is_incremental() else none %}

-- What servers send is use of the account that nobody sat at a screen for. Visitors of rejected
-- rows are asked for nowhere.
with events as (
    select
        product_account_id,
        case
            when rejection_reason is null and is_in_session then coalesce(user_id, amplitude_id)
        end as visitor_id,
        rejection_reason is null and is_in_session and user_id is not null as is_known_visitor,
        occurred_at,
        case when is_in_session then {{ minute_start('occurred_at') }} end as used_minute,
        loaded_at,
        rejection_reason
    from {{ ref('stg_amplitude__events') }}
    where
        {{ is_used_for('amplitude', 'product') }}
        and {{ in_weeks('cast(occurred_week as ' ~ type_time() ~ ')', weeks) }}
),

-- Rejected rows are rolled up beside the good ones: they are counted without the raw rows.
rolled_up as (
    select
        product_account_id,
        visitor_id,
        is_known_visitor,
        {{ week_start('occurred_at') }} as usage_week,
        rejection_reason,
        cast(count(*) as bigint) as n_rows,
        cast(count(distinct used_minute) as bigint) as sum_minutes,
        max(case when {{ iso_weekday('occurred_at') }} = 1 then 1 else 0 end) as is_active_day_1,
        max(case when {{ iso_weekday('occurred_at') }} = 2 then 1 else 0 end) as is_active_day_2,
        max(case when {{ iso_weekday('occurred_at') }} = 3 then 1 else 0 end) as is_active_day_3,
        max(case when {{ iso_weekday('occurred_at') }} = 4 then 1 else 0 end) as is_active_day_4,
        max(case when {{ iso_weekday('occurred_at') }} = 5 then 1 else 0 end) as is_active_day_5,
        max(case when {{ iso_weekday('occurred_at') }} = 6 then 1 else 0 end) as is_active_day_6,
        max(case when {{ iso_weekday('occurred_at') }} = 7 then 1 else 0 end) as is_active_day_7,
        min(occurred_at) as first_event_at,
        max(occurred_at) as last_event_at,
        max(loaded_at) as last_loaded_at
    from events
    group by 1, 2, 3, 4, 5
),

final as (
    select
        'amplitude' as source,
        'event' as raw_table,
        {{ hash_key([
            'product_account_id', 'visitor_id', 'is_known_visitor', 'usage_week', 'rejection_reason'
        ]) }} as visitor_week_id,
        {{ week_key('usage_week') }} as week_key,
        product_account_id,
        visitor_id,
        is_known_visitor,
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
