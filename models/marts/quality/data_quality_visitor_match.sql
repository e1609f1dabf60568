with matches as (
    select
        source,
        usage_week,
        match_status,
        n_visitors,
        sum_events
    from {{ ref('int_feature_visitor_matches_weekly') }}
),

final as (
    select
        source,
        usage_week,
        match_status,
        cast(n_visitors as bigint) as n_visitors,
        cast(sum_events as bigint) as n_feature_events,
        cast(sum_events as {{ type_double() }})
        / nullif(sum(sum_events) over (partition by source, usage_week), 0) as share_of_events
    from matches
)

select * from final
