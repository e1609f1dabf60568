{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='week_key',
    on_schema_change='fail',
    pre_hook="{{ forget_vanished_weeks('pendo', 'event') }}",
) }}

{%- set weeks = weeks_to_roll_up('pendo', 'event') if is_incremental() else none %}

with events as (
    select
        product_account_id,
        visitor_id,
        occurred_at,
        num_events,
        num_minutes,
        loaded_at,
        rejection_reason
    from {{ ref('stg_pendo__events') }}
    where
        {{ is_used_for('pendo', 'product') }}
        and {{ in_weeks('occurred_at', weeks) }}
),

-- Rejected rows are rolled up beside the good ones: they are counted without the raw rows.
rolled_up as (
    select
        product_account_id,
        visitor_id,
        {{ week_start('occurred_at') }} as usage_week,
        rejection_reason,
        cast(count(*) as bigint) as n_rows,
        cast(coalesce(sum(num_events), 0) as bigint) as sum_events,
        cast(coalesce(sum(num_minutes), 0) as bigint) as sum_minutes,
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
    group by 1, 2, 3, 4
),

final as (
    select
        'pendo' as source,
        'event' as raw_table,
        {{ hash_key(['product_account_id', 'visitor_id', 'usage_week', 'rejection_reason']) }}
            as visitor_week_id,
        {{ week_key('usage_week') }} as week_key,
        product_account_id,
        visitor_id,
        -- Whoever has not logged in has an id of the browser; one person may have many.
        coalesce(left(visitor_id, 9) <> '_PENDO_T_', false) as is_known_visitor,
        usage_week,
        rejection_reason,
        n_rows,
        sum_events,
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
