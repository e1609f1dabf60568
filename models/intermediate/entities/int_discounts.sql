-- STUB: its owner replaces this file.
select
    cast(null as text) as account_id,
    cast(null as timestamp) as valid_from,
    cast(null as timestamp) as valid_to,
    cast(null as double precision) as percent_off
where 1 = 0
