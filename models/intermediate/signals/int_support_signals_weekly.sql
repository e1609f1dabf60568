-- STUB: its owner replaces this file.
select
    cast(null as text) as account_id,
    cast(null as date) as snapshot_week,
    cast(null as double precision) as ticket_volume_trend,
    cast(null as text) as ticket_volume_trend_level,
    cast(null as double precision) as csat_average,
    cast(null as double precision) as escalation_frequency,
    cast(null as double precision) as open_issue_age,
    cast(null as text) as open_issue_age_level
where 1 = 0
