-- STUB: its owner replaces this file.
select
    cast(null as text) as account_id,
    cast(null as date) as valid_from,
    cast(null as date) as valid_to,
    cast(null as double precision) as annual_recurring_revenue
where 1 = 0
