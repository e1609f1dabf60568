-- STUB: its owner replaces this file.
select
    cast(null as text) as invoice_id,
    cast(null as text) as account_id,
    cast(null as timestamp) as created_at,
    cast(null as date) as due_on,
    cast(null as timestamp) as paid_at,
    cast(null as timestamp) as voided_at,
    cast(null as double precision) as amount_due
where 1 = 0
