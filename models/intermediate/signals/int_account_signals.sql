-- STUB: its owner replaces this file.
select
    cast(null as text) as account_id,
    cast(null as date) as snapshot_week,
    cast(null as text) as signal_id,
    cast(null as double precision) as value,
    cast(null as text) as level
where 1 = 0
