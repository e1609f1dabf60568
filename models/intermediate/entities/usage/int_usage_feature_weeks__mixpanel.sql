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
        user_id as visitor_id,
        event_name as feature_id,
        occurred_at,
        loaded_at,
        rejection_reason
    from {{ ref('stg_mixpanel__events') }}
    where
        {{ is_used_for('mixpanel', 'product') }}
        and {{ in_weeks('cast(occurred_week as ' ~ type_time() ~ ')', weeks) }}
),

-- Rejected rows stand beside the good ones here too: by their number a run sees that a week
-- changed.
rolled_up as (
    select
        product_account_id,
        feature_id,
        {{ week_start('occurred_at') }} as usage_week,
        rejection_reason,
        cast(count(*) as bigint) as n_rows,
        count(distinct visitor_id) as n_visitors,
        max(occurred_at) as last_event_at,
        max(loaded_at) as last_loaded_at
    from events
    group by 1, 2, 3, 4
),

-- The rows are those of the visitor weeks, which count them.
final as (
    select
        'mixpanel' as source,
        cast(null as {{ type_text() }}) as raw_table,
        {{ hash_key(['product_account_id', 'feature_id', 'usage_week', 'rejection_reason']) }}
            as feature_week_id,
        {{ week_key('usage_week') }} as week_key,
        product_account_id,
        feature_id,
        usage_week,
        rejection_reason,
        n_rows,
        n_visitors,
        n_rows as sum_events,
        cast(null as bigint) as sum_minutes,
        last_event_at,
        last_loaded_at
    from rolled_up
)

select * from final
