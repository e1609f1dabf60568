-- STUB: its owner replaces this file.
select
    cast(null as text) as source_family,
    cast(null as date) as snapshot_week,
    cast(null as timestamp) as last_row_at,
    cast(null as boolean) as is_observed,
    cast(null as integer) as weeks_observed
where 1 = 0
