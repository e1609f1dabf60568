-- STUB: its owner replaces this file.
select
    cast(null as text) as ticket_id,
    cast(null as text) as account_id,
    cast(null as timestamp) as created_at,
    cast(null as timestamp) as valid_from,
    cast(null as timestamp) as valid_to,
    cast(null as text) as status,
    cast(null as boolean) as is_open,
    cast(null as text) as support_level,
    cast(null as boolean) as is_escalation
where 1 = 0
