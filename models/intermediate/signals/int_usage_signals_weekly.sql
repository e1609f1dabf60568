-- STUB: its owner replaces this file.
select
    cast(null as text) as account_id,
    cast(null as date) as snapshot_week,
    cast(null as double precision) as login_frequency,
    cast(null as double precision) as feature_adoption,
    cast(null as double precision) as usage_trend,
    cast(null as double precision) as depth_of_use
where 1 = 0
