{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='week_key',
    on_schema_change='fail',
    pre_hook="{{ forget_vanished_weeks('pendo', 'page_event') }}",
) }}

{%- set weeks = weeks_to_roll_up('pendo', 'page_event') if is_incremental() else none %}

with page_events as (
    select
        product_account_id,
        visitor_id,
        page_id,
        occurred_at,
        num_events,
        num_minutes,
        loaded_at,
        rejection_reason
    from {{ ref('stg_pendo__page_events') }}
    where
        {{ is_used_for('pendo', 'product') }}
        and {{ in_weeks('occurred_at', weeks) }}
),

-- Rejected rows are rolled up beside the good ones: they are counted without the raw rows.
rolled_up as (
    select
        product_account_id,
        page_id,
        {{ week_start('occurred_at') }} as usage_week,
        rejection_reason,
        cast(count(*) as bigint) as n_rows,
        count(distinct visitor_id) as n_visitors,
        cast(coalesce(sum(num_events), 0) as bigint) as sum_events,
        cast(coalesce(sum(num_minutes), 0) as bigint) as sum_minutes,
        max(occurred_at) as last_event_at,
        max(loaded_at) as last_loaded_at
    from page_events
    group by 1, 2, 3, 4
),

final as (
    select
        'pendo' as source,
        'page_event' as raw_table,
        {{ hash_key(['product_account_id', 'page_id', 'usage_week', 'rejection_reason']) }}
            as page_week_id,
        {{ week_key('usage_week') }} as week_key,
        product_account_id,
        page_id,
        usage_week,
        rejection_reason,
        n_rows,
        n_visitors,
        sum_events,
        sum_minutes,
        last_event_at,
        last_loaded_at
    from rolled_up
)

select * from final
