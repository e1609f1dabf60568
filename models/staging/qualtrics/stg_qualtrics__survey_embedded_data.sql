-- STUB: its owner replaces this file.
select
    cast(null as text) as response_id,
    cast(null as text) as embedded_key,
    cast(null as text) as embedded_value,
    cast(null as timestamp) as loaded_at,
    cast(null as text) as rejection_reason
where 1 = 0
