-- STUB: its owner replaces this file.
select
    cast(null as text) as record_kind,
    cast(null as text) as account_id,
    cast(null as text) as record_name,
    cast(null as timestamp) as opened_at,
    cast(null as timestamp) as due_at,
    cast(null as timestamp) as closed_at,
    cast(null as double precision) as value,
    cast(null as double precision) as target_value,
    cast(null as text) as status_text
where 1 = 0
