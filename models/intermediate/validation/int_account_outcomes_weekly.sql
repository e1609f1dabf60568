with followed as (
    select
        account_id,
        snapshot_week,
        lead_days,
        window_end,
        is_validated,
        is_combined,
        segment,
        is_churned,
        churned_at,
        churn_fact
    from {{ ref('int_account_fates_weekly') }}
),

revenue as (
    select
        account_id,
        revenue_on,
        revenue,
        revenue_so_far
    from {{ ref('int_account_revenue') }}
),

parameters as (
    select
        max(case when parameter = 'contracted_to' then value end) as contracted_to,
        max(case when parameter = 'expanded_from' then value end) as expanded_from
    from {{ ref('validation_parameters') }}
),

-- Who left pays nothing at the end of the window; what it paid until then counts as revenue.
with_revenue as (
    select
        followed.*,
        case when followed.is_churned is not null then revenue_before.revenue end
            as revenue_at_snapshot,
        case
            when followed.is_churned is null or revenue_before.revenue is null then null
            when followed.is_churned then 0
            else revenue_after.revenue
        end as revenue_after,
        revenue_after.revenue_so_far - revenue_before.revenue_so_far as revenue_between
    from followed
    left join revenue as revenue_before
        on
            followed.account_id = revenue_before.account_id
            and followed.snapshot_week = revenue_before.revenue_on
    left join revenue as revenue_after
        on
            followed.account_id = revenue_after.account_id
            and followed.window_end = revenue_after.revenue_on
),

with_change as (
    select
        *,
        {{ round_score('revenue_after / nullif(revenue_at_snapshot, 0) - 1') }} as relative_change
    from with_revenue
),

final as (
    select
        with_change.account_id,
        with_change.snapshot_week,
        with_change.lead_days,
        with_change.window_end,
        with_change.is_validated,
        with_change.is_combined,
        with_change.segment,
        with_change.is_churned,
        with_change.churned_at,
        with_change.churn_fact,
        case
            when with_change.is_churned then false
            else with_change.relative_change <= parameters.contracted_to
        end as is_contracted,
        case
            when with_change.is_churned then false
            else with_change.relative_change >= parameters.expanded_from
        end as is_expanded,
        {{ round_to('with_change.revenue_at_snapshot', 2) }} as revenue_at_snapshot,
        {{ round_to('with_change.revenue_after', 2) }} as revenue_after,
        {{ round_to('with_change.revenue_after - with_change.revenue_at_snapshot', 2) }}
            as net_revenue_change,
        case
            when with_change.revenue_after is not null
                then {{ round_to('with_change.revenue_between', 2) }}
        end as net_revenue
    from with_change
    cross join parameters
)

select * from final
