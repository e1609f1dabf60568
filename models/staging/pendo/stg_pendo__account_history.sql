-- STUB: its owner replaces this file.
select
    cast(null as text) as product_account_id,
    cast(null as text) as crm_account_key,
    cast(null as timestamp) as first_visit_at,
    cast(null as timestamp) as last_visit_at,
    cast(null as timestamp) as last_updated_at,
    cast(null as timestamp) as loaded_at,
    cast(null as text) as rejection_reason
where 1 = 0
