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
        revenue_before.revenue as revenue_at_snapshot,
        case when followed.is_churned then 0 else revenue_after.revenue end as revenue_after,
        revenue_after.revenue_so_far - revenue_before.revenue_so_far as revenue_between
    from followed
    inner join revenue as revenue_before
        on
            followed.account_id = revenue_before.account_id
            and followed.snapshot_week = revenue_before.revenue_on
    inner join revenue as revenue_after
        on
            followed.account_id = revenue_after.account_id
            and followed.window_end = revenue_after.revenue_on
    where followed.is_churned is not null and revenue_before.revenue is not null
),

changes as (
    select
        with_revenue.*,
        {{ round_score('revenue_after / nullif(revenue_at_snapshot, 0) - 1') }} as relative_change
    from with_revenue
),

final as (
    select
        followed.account_id,
        followed.snapshot_week,
        followed.lead_days,
        followed.window_end,
        followed.is_validated,
        followed.is_combined,
        followed.segment,
        followed.is_churned,
        followed.churned_at,
        followed.churn_fact,
        case
            when followed.is_churned then false
            else changes.relative_change <= parameters.contracted_to
        end as is_contracted,
        case
            when followed.is_churned then false
            else changes.relative_change >= parameters.expanded_from
        end as is_expanded,
        {{ round_to('changes.revenue_at_snapshot', 2) }} as revenue_at_snapshot,
        {{ round_to('changes.revenue_after', 2) }} as revenue_after,
        {{ round_to('changes.revenue_after - changes.revenue_at_snapshot', 2) }}
            as net_revenue_change,
        case
            when changes.revenue_after is not null then {{ round_to('changes.revenue_between', 2) }}
        end as net_revenue
    from followed
    cross join parameters
    left join changes
        on
            followed.account_id = changes.account_id
            and followed.snapshot_week = changes.snapshot_week
            and followed.lead_days = changes.lead_days
)

select * from final
