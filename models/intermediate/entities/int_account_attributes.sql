-- STUB: its owner replaces this file.
select
    cast(null as text) as account_id,
    cast(null as timestamp) as valid_from,
    cast(null as timestamp) as valid_to,
    cast(null as text) as segment,
    cast(null as text) as region,
    cast(null as text) as industry,
    cast(null as text) as use_case,
    cast(null as text) as plan,
    cast(null as date) as go_live_date,
    cast(null as text) as executive_sponsor,
    cast(null as text) as account_role,
    cast(null as text) as owner_name,
    cast(null as text) as attributes_known_by
where 1 = 0
