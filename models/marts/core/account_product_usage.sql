{{ config(
    materialized='incremental',
    incremental_strategy='by_snapshot',
    on_schema_change='fail',
) }}
{%- set so_far = 'partition by source, product_account_id order by snapshot_week '
    ~ 'rows between unbounded preceding and current row' -%}
-- The filter reads what this run opens:
-- depends_on: {{ ref('int_open_snapshots') }}
with account_starts as (
    select
        source,
        product_account_id,
        first_snapshot_week
    from {{ ref('int_product_account_starts') }}
),

usage_changes as (
    select
        source,
        product_account_id,
        effective_week,
        associated_visitors,
        associated_visitors_in_window,
        visitor_days,
        visitor_days_in_window,
        active_days,
        active_days_in_window,
        active_months,
        active_months_in_window,
        active_weeks,
        active_weeks_in_window,
        minutes,
        minutes_in_window,
        events,
        events_in_window,
        first_event_on,
        last_event_on
    from {{ ref('int_product_usage_changes') }}
),

nps_weeks as (
    select
        source,
        product_account_id,
        valid_from,
        valid_to,
        min_rating,
        max_rating,
        avg_rating,
        min_rating_in_window,
        max_rating_in_window,
        avg_rating_in_window
    from {{ ref('int_product_nps_weeks') }}
),

product_keys as (
    select
        source,
        product_account_id,
        account_id
    from {{ ref('int_product_keys') }}
),

snapshot_weeks as (
    select snapshot_week
    from {{ ref('int_snapshot_weeks') }}
    where {{ in_open_snapshots() }}
),

-- An account is listed from the first snapshot that knows of it; always if nothing is dated.
account_snapshots as (
    select
        account_starts.source,
        account_starts.product_account_id,
        snapshot_weeks.snapshot_week
    from account_starts
    inner join snapshot_weeks
        on
            snapshot_weeks.snapshot_week
            >= coalesce(account_starts.first_snapshot_week, snapshot_weeks.snapshot_week)
),

-- Changes and snapshots on one line of time: running sums are the numbers as of each snapshot.
timeline as (
    select
        coalesce(account_snapshots.source, usage_changes.source) as source,
        coalesce(account_snapshots.product_account_id, usage_changes.product_account_id)
            as product_account_id,
        coalesce(account_snapshots.snapshot_week, usage_changes.effective_week) as snapshot_week,
        account_snapshots.snapshot_week is not null as is_snapshot,
        coalesce(usage_changes.associated_visitors, 0) as associated_visitors,
        coalesce(usage_changes.associated_visitors_in_window, 0) as associated_visitors_in_window,
        coalesce(usage_changes.visitor_days, 0) as visitor_days,
        coalesce(usage_changes.visitor_days_in_window, 0) as visitor_days_in_window,
        coalesce(usage_changes.active_days, 0) as active_days,
        coalesce(usage_changes.active_days_in_window, 0) as active_days_in_window,
        coalesce(usage_changes.active_months, 0) as active_months,
        coalesce(usage_changes.active_months_in_window, 0) as active_months_in_window,
        coalesce(usage_changes.active_weeks, 0) as active_weeks,
        coalesce(usage_changes.active_weeks_in_window, 0) as active_weeks_in_window,
        coalesce(usage_changes.minutes, 0) as minutes,
        coalesce(usage_changes.minutes_in_window, 0) as minutes_in_window,
        coalesce(usage_changes.events, 0) as events,
        coalesce(usage_changes.events_in_window, 0) as events_in_window,
        usage_changes.first_event_on,
        usage_changes.last_event_on
    from account_snapshots
    full outer join usage_changes
        on
            account_snapshots.source = usage_changes.source
            and account_snapshots.product_account_id = usage_changes.product_account_id
            and account_snapshots.snapshot_week = usage_changes.effective_week
),

running as (
    select
        source,
        product_account_id,
        snapshot_week,
        is_snapshot,
        first_event_on as week_first_event_on,
        cast(sum(associated_visitors) over ({{ so_far }}) as bigint) as associated_visitors,
        cast(sum(associated_visitors_in_window) over ({{ so_far }}) as bigint)
            as associated_visitors_in_window,
        cast(sum(visitor_days) over ({{ so_far }}) as bigint) as visitor_days,
        cast(sum(visitor_days_in_window) over ({{ so_far }}) as bigint) as visitor_days_in_window,
        cast(sum(active_days) over ({{ so_far }}) as bigint) as active_days,
        cast(sum(active_days_in_window) over ({{ so_far }}) as bigint) as active_days_in_window,
        cast(sum(active_months) over ({{ so_far }}) as bigint) as active_months,
        cast(sum(active_months_in_window) over ({{ so_far }}) as bigint)
            as active_months_in_window,
        cast(sum(active_weeks) over ({{ so_far }}) as bigint) as active_weeks,
        cast(sum(active_weeks_in_window) over ({{ so_far }}) as bigint) as active_weeks_in_window,
        cast(sum(minutes) over ({{ so_far }}) as bigint) as minutes,
        cast(sum(minutes_in_window) over ({{ so_far }}) as bigint) as minutes_in_window,
        cast(sum(events) over ({{ so_far }}) as bigint) as events,
        cast(sum(events_in_window) over ({{ so_far }}) as bigint) as events_in_window,
        min(first_event_on) over ({{ so_far }}) as first_event_on,
        max(last_event_on) over ({{ so_far }}) as last_event_on
    from timeline
),

active_weeks as (
    select
        source,
        product_account_id,
        active_weeks as nth_active_week,
        week_first_event_on
    from running
    where week_first_event_on is not null
),

-- The first active week of the window is the one after the active weeks that have left it.
snapshots as (
    select
        *,
        case when active_weeks_in_window > 0 then active_weeks - active_weeks_in_window + 1 end
            as nth_active_week_first_in_window
    from running
    where is_snapshot
),

final as (
    select
        {{ without_address('snapshots.product_account_id') }} as product_account_id,
        product_keys.account_id,
        snapshots.snapshot_week,
        snapshots.source,
        snapshots.associated_visitors as count_associated_visitors,
        snapshots.visitor_days as count_active_visitors,
        snapshots.active_days as count_active_days,
        snapshots.active_months as count_active_months,
        snapshots.minutes as sum_minutes,
        snapshots.events as sum_events,
        coalesce(
            cast(snapshots.minutes as {{ type_double() }}) / nullif(snapshots.active_days, 0), 0
        ) as average_daily_minutes,
        coalesce(
            cast(snapshots.events as {{ type_double() }}) / nullif(snapshots.active_days, 0), 0
        ) as average_daily_events,
        nps_weeks.min_rating as min_nps_rating,
        nps_weeks.max_rating as max_nps_rating,
        nps_weeks.avg_rating as avg_nps_rating,
        snapshots.first_event_on,
        snapshots.last_event_on,
        snapshots.associated_visitors_in_window as count_associated_visitors_13w,
        snapshots.visitor_days_in_window as count_active_visitors_13w,
        snapshots.active_days_in_window as count_active_days_13w,
        snapshots.active_months_in_window as count_active_months_13w,
        snapshots.minutes_in_window as sum_minutes_13w,
        snapshots.events_in_window as sum_events_13w,
        coalesce(
            cast(snapshots.minutes_in_window as {{ type_double() }})
            / nullif(snapshots.active_days_in_window, 0),
            0
        ) as average_daily_minutes_13w,
        coalesce(
            cast(snapshots.events_in_window as {{ type_double() }})
            / nullif(snapshots.active_days_in_window, 0),
            0
        ) as average_daily_events_13w,
        nps_weeks.min_rating_in_window as min_nps_rating_13w,
        nps_weeks.max_rating_in_window as max_nps_rating_13w,
        nps_weeks.avg_rating_in_window as avg_nps_rating_13w,
        active_weeks.week_first_event_on as first_event_on_13w,
        case when snapshots.active_days_in_window > 0 then snapshots.last_event_on end
            as last_event_on_13w
    from snapshots
    left join active_weeks
        on
            snapshots.source = active_weeks.source
            and snapshots.product_account_id = active_weeks.product_account_id
            and snapshots.nth_active_week_first_in_window = active_weeks.nth_active_week
    left join nps_weeks
        on
            snapshots.source = nps_weeks.source
            and snapshots.product_account_id = nps_weeks.product_account_id
            and snapshots.snapshot_week >= nps_weeks.valid_from
            and snapshots.snapshot_week < nps_weeks.valid_to
    left join product_keys
        on
            snapshots.source = product_keys.source
            and snapshots.product_account_id = product_keys.product_account_id
)

select * from final
