-- STUB: its owner replaces this file.
select
    cast(null as text) as visitor_id,
    cast(null as text) as product_account_id,
    cast(null as text) as poll_id,
    cast(null as text) as poll_response,
    cast(null as timestamp) as occurred_at,
    cast(null as timestamp) as loaded_at,
    cast(null as text) as rejection_reason
where 1 = 0
