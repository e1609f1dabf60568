-- STUB: its owner replaces this file.
select
    cast(null as text) as account_id,
    cast(null as date) as snapshot_week,
    cast(null as text) as scorecard_id,
    cast(null as text) as version,
    cast(null as text) as signal_id,
    cast(null as text) as status,
    cast(null as double precision) as score
where 1 = 0
