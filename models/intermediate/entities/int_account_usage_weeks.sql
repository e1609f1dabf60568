-- STUB: its owner replaces this file.
select
    cast(null as text) as account_id,
    cast(null as date) as usage_week,
    cast(null as integer) as active_users,
    cast(null as integer) as user_days,
    cast(null as integer) as active_days,
    cast(null as double precision) as events,
    cast(null as double precision) as minutes
where 1 = 0
