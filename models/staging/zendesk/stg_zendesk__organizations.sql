-- STUB: its owner replaces this file.
select
    cast(null as text) as organization_id,
    cast(null as text) as external_id,
    cast(null as text) as organization_name,
    cast(null as timestamp) as created_at,
    cast(null as boolean) as is_deleted,
    cast(null as timestamp) as loaded_at,
    cast(null as text) as rejection_reason
where 1 = 0
