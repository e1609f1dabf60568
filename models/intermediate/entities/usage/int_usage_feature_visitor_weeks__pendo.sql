{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='week_key',
    on_schema_change='fail',
    pre_hook="{{ forget_vanished_weeks('pendo', 'feature_event') }}",
) }}

{%- set weeks = weeks_to_roll_up('pendo', 'feature_event') if is_incremental() else none %}

with feature_events as (
    select
        visitor_id,
        occurred_at,
        num_events,
        loaded_at,
        rejection_reason
    from {{ ref('stg_pendo__feature_events') }}
    where
        {{ is_used_for('pendo', 'product') }}
        and {{ in_weeks('occurred_at', weeks) }}
),

-- No match is decided here: stored weeks would miss visitors that land later than their events.
rolled_up as (
    select
        visitor_id,
        {{ week_start('occurred_at') }} as usage_week,
        rejection_reason,
        cast(count(*) as bigint) as n_rows,
        cast(coalesce(sum(num_events), 0) as bigint) as sum_events,
        max(loaded_at) as last_loaded_at
    from feature_events
    group by 1, 2, 3
),

final as (
    select
        'pendo' as source,
        'feature_event' as raw_table,
        {{ hash_key(['visitor_id', 'usage_week', 'rejection_reason']) }} as feature_visitor_week_id,
        {{ week_key('usage_week') }} as week_key,
        visitor_id,
        usage_week,
        rejection_reason,
        n_rows,
        sum_events,
        last_loaded_at
    from rolled_up
)

select * from final
