-- STUB: its owner replaces this file.
select
    cast(null as text) as ticket_id,
    cast(null as text) as account_id,
    cast(null as timestamp) as created_at
where 1 = 0
