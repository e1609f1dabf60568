-- STUB: its owner replaces this file.
select
    cast(null as text) as source,
    cast(null as text) as source_account_key,
    cast(null as text) as account_id,
    cast(null as text) as match_rule,
    cast(null as text) as match_status,
    cast(null as integer) as n_candidates
where 1 = 0
