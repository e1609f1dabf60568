with feature_visitor_weeks as (
    select
        source,
        visitor_id,
        lower(trim(visitor_id)) as visitor_id_normalised,
        usage_week,
        n_rows,
        sum_events
    from {{ ref('int_usage_feature_visitor_weeks') }}
    where rejection_reason is null
),

visitors as (
    select
        source,
        visitor_id
    from {{ ref('int_listed_visitors') }}
),

-- Two visitors of one spelling are no match: which of them it was cannot be told.
visitors_normalised as (
    select
        source,
        lower(trim(visitor_id)) as visitor_id_normalised
    from visitors
    group by 1, 2
    having count(*) = 1
),

matched as (
    select
        feature_visitor_weeks.source,
        feature_visitor_weeks.usage_week,
        feature_visitor_weeks.visitor_id,
        feature_visitor_weeks.n_rows,
        feature_visitor_weeks.sum_events,
        case
            when feature_visitor_weeks.visitor_id is null then 'anonymous'
            when visitors.visitor_id is not null then 'matched'
            when visitors_normalised.visitor_id_normalised is not null
                then 'matched_after_normalising'
            else 'unmatched'
        end as match_status
    from feature_visitor_weeks
    left join visitors
        on
            feature_visitor_weeks.source = visitors.source
            and feature_visitor_weeks.visitor_id = visitors.visitor_id
    left join visitors_normalised
        on
            feature_visitor_weeks.source = visitors_normalised.source
            and feature_visitor_weeks.visitor_id_normalised
            = visitors_normalised.visitor_id_normalised
),

final as (
    select
        source,
        usage_week,
        match_status,
        count(distinct visitor_id) as n_visitors,
        cast(sum(n_rows) as bigint) as n_rows,
        cast(sum(sum_events) as bigint) as sum_events
    from matched
    group by 1, 2, 3
)

select * from final
