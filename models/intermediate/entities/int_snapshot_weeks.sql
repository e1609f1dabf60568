-- STUB: its owner replaces this file.
select
    cast(null as date) as snapshot_week
where 1 = 0
