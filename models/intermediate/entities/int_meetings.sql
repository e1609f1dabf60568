-- STUB: its owner replaces this file.
select
    cast(null as text) as meeting_id,
    cast(null as text) as account_id,
    cast(null as timestamp) as started_at,
    cast(null as boolean) as is_attended,
    cast(null as boolean) as has_executive
where 1 = 0
