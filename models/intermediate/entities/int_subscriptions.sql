-- STUB: its owner replaces this file.
select
    cast(null as text) as subscription_id,
    cast(null as text) as account_id,
    cast(null as timestamp) as valid_from,
    cast(null as timestamp) as valid_to,
    cast(null as text) as status,
    cast(null as boolean) as is_in_force,
    cast(null as timestamp) as started_at,
    cast(null as timestamp) as ended_at,
    cast(null as timestamp) as current_period_end,
    cast(null as boolean) as is_annual
where 1 = 0
