-- STUB: its owner replaces this file.
select
    cast(null as text) as account_id,
    cast(null as text) as course,
    cast(null as timestamp) as assigned_at,
    cast(null as timestamp) as completed_at,
    cast(null as boolean) as certified
where 1 = 0
