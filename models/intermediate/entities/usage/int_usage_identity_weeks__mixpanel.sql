{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='week_key',
    on_schema_change='fail',
    pre_hook="{{ forget_vanished_weeks('mixpanel', 'event', 'time', utc_time_of('occurred_at', var('mixpanel_time_zone'))) }}",
) }}

{%- set occurred_at = utc_time_of('occurred_at', var('mixpanel_time_zone')) -%}
{%- set weeks = weeks_to_roll_up('mixpanel', 'event', 'time', occurred_at)
    if is_incremental() else none %}

with events as (
    select
        product_account_id,
        user_id,
        coalesce(device_id, former_device_id) as device_id,
        occurred_at,
        {{ minute_start('occurred_at') }} as used_minute,
        loaded_at,
        rejection_reason
    from {{ ref('stg_mixpanel__events') }}
    where
        {{ is_used_for('mixpanel', 'product') }}
        and {{ in_weeks('cast(occurred_week as ' ~ type_time() ~ ')', weeks) }}
),

-- The minute in which somebody logs in is his: his device does not count it again.
minutes as (
    select
        *,
        max(
            case when user_id is not null and rejection_reason is null then 1 else 0 end
        ) over (
            partition by product_account_id, device_id, used_minute
        ) as is_minute_of_user
    from events
),

-- Visitors of rejected rows are asked for nowhere.
identities as (
    select
        product_account_id,
        case when rejection_reason is null then user_id end as user_id,
        case when rejection_reason is null and user_id is null then device_id end as device_id,
        occurred_at,
        case when user_id is not null or is_minute_of_user = 0 then used_minute end as used_minute,
        loaded_at,
        rejection_reason
    from minutes
),

-- Rejected rows are rolled up beside the good ones: they are counted without the raw rows.
rolled_up as (
    select
        product_account_id,
        user_id,
        device_id,
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
    from identities
    group by 1, 2, 3, 4, 5
),

final as (
    select
        {{ hash_key([
            'product_account_id', 'user_id', 'device_id', 'usage_week', 'rejection_reason'
        ]) }} as identity_week_id,
        {{ week_key('usage_week') }} as week_key,
        product_account_id,
        user_id,
        device_id,
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
    from rolled_up
)

select * from final
