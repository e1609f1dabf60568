-- STUB: its owner replaces this file.
select
    cast(null as text) as account_id,
    cast(null as date) as snapshot_week,
    cast(null as double precision) as payment_timeliness,
    cast(null as double precision) as renewal_proximity,
    cast(null as text) as renewal_proximity_level,
    cast(null as double precision) as expansion_signals,
    cast(null as text) as expansion_signals_level,
    cast(null as double precision) as discount_dependency
where 1 = 0
