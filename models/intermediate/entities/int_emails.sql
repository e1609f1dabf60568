-- STUB: its owner replaces this file.
select
    cast(null as text) as email_id,
    cast(null as text) as account_id,
    cast(null as timestamp) as sent_at,
    cast(null as timestamp) as replied_at,
    cast(null as boolean) as has_executive
where 1 = 0
