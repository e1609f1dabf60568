-- STUB: its owner replaces this file.
select
    cast(null as text) as account_id,
    cast(null as text) as signal_id,
    cast(null as timestamp) as observed_at,
    cast(null as double precision) as value,
    cast(null as text) as level
where 1 = 0
