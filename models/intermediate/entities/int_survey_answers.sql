-- STUB: its owner replaces this file.
select
    cast(null as text) as answer_id,
    cast(null as text) as account_id,
    cast(null as text) as respondent_key,
    cast(null as text) as instrument,
    cast(null as double precision) as scale_min,
    cast(null as double precision) as scale_max,
    cast(null as double precision) as score,
    cast(null as timestamp) as responded_at,
    cast(null as timestamp) as loaded_at,
    cast(null as text) as source
where 1 = 0
