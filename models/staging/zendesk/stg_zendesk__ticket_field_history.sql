-- STUB: its owner replaces this file.
select
    cast(null as text) as ticket_id,
    cast(null as text) as field_name,
    cast(null as text) as field_value,
    cast(null as timestamp) as updated_at,
    cast(null as text) as user_id,
    cast(null as timestamp) as loaded_at,
    cast(null as text) as rejection_reason
where 1 = 0
