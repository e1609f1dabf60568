-- STUB: its owner replaces this file.
select
    cast(null as text) as product_account_id,
    cast(null as text) as visitor_id,
    cast(null as date) as usage_week,
    cast(null as text) as rejection_reason,
    cast(null as integer) as n_rows,
    cast(null as double precision) as sum_events,
    cast(null as double precision) as sum_minutes,
    cast(null as integer) as active_days,
    cast(null as timestamp) as first_event_at,
    cast(null as timestamp) as last_event_at,
    cast(null as timestamp) as last_loaded_at
where 1 = 0
