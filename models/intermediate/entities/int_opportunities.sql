-- STUB: its owner replaces this file.
select
    cast(null as text) as opportunity_id,
    cast(null as text) as account_id,
    cast(null as text) as kind,
    cast(null as timestamp) as created_at,
    cast(null as date) as closed_on,
    cast(null as boolean) as is_won,
    cast(null as boolean) as is_committed
where 1 = 0
