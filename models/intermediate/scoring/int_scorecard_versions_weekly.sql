-- STUB: its owner replaces this file.
select
    cast(null as date) as snapshot_week,
    cast(null as text) as scorecard_id,
    cast(null as text) as version,
    cast(null as boolean) as is_in_force
where 1 = 0
