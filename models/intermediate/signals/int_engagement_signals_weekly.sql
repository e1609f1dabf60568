-- STUB: its owner replaces this file.
select
    cast(null as text) as account_id,
    cast(null as date) as snapshot_week,
    cast(null as double precision) as meeting_attendance,
    cast(null as text) as meeting_attendance_level,
    cast(null as double precision) as email_responsiveness,
    cast(null as text) as executive_sponsor_access_level,
    cast(null as double precision) as training_participation
where 1 = 0
