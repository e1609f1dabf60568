-- STUB: its owner replaces this file.
select
    cast(null as text) as segment,
    cast(null as text) as signal_id,
    cast(null as text) as parameter,
    cast(null as double precision) as value
where 1 = 0
