-- STUB: its owner replaces this file.
select
    cast(null as text) as poll_id,
    cast(null as text) as poll_type,
    cast(null as text) as question,
    cast(null as timestamp) as loaded_at,
    cast(null as text) as rejection_reason
where 1 = 0
