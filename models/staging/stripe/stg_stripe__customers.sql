-- STUB: its owner replaces this file.
select
    cast(null as text) as customer_id,
    cast(null as text) as email,
    cast(null as text) as crm_account_key,
    cast(null as boolean) as is_deleted,
    cast(null as timestamp) as loaded_at,
    cast(null as text) as rejection_reason
where 1 = 0
