with account_keys as (
    select
        source,
        match_rule,
        match_status
    from {{ ref('int_account_keys') }}
),

by_rule as (
    select
        source,
        coalesce(match_rule, 'none') as match_rule,
        count(*) as n_keys,
        sum(case when match_status = 'matched' then 1 else 0 end) as n_matched,
        sum(case when match_status = 'ambiguous' then 1 else 0 end) as n_ambiguous,
        sum(case when match_status = 'unmatched' then 1 else 0 end) as n_unmatched
    from account_keys
    group by 1, 2
),

final as (
    select
        source,
        match_rule,
        cast(n_keys as bigint) as n_keys,
        cast(n_matched as bigint) as n_matched,
        cast(n_ambiguous as bigint) as n_ambiguous,
        cast(n_unmatched as bigint) as n_unmatched,
        cast(n_keys as {{ type_double() }})
        / nullif(sum(n_keys) over (partition by source), 0) as share_of_keys
    from by_rule
)

select * from final
