-- STUB: its owner replaces this file.
select
    cast(null as text) as account_id,
    cast(null as text) as account_key,
    cast(null as text) as account_name,
    cast(null as text) as parent_account_id,
    cast(null as timestamp) as created_at,
    cast(null as text) as owner_id,
    cast(null as text) as owner_name
where 1 = 0
