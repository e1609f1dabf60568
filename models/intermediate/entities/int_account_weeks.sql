-- STUB: its owner replaces this file.
select
    cast(null as text) as account_id,
    cast(null as date) as snapshot_week,
    cast(null as text) as account_name,
    cast(null as text) as segment,
    cast(null as text) as region,
    cast(null as text) as industry,
    cast(null as text) as use_case,
    cast(null as text) as plan,
    cast(null as text) as owner_name,
    cast(null as date) as go_live_date,
    cast(null as integer) as tenure_days,
    cast(null as text) as executive_sponsor,
    cast(null as boolean) as is_alive,
    cast(null as text) as lifecycle,
    cast(null as text) as lifecycle_reason,
    cast(null as boolean) as has_product_key,
    cast(null as boolean) as has_support_key,
    cast(null as boolean) as has_billing_key
where 1 = 0
