with customer_weeks as (
    select
        account_id,
        snapshot_week,
        segment,
        attributes_known_by
    from {{ ref('int_account_weeks') }}
    where is_alive
),

windows as (
    select
        snapshot_week,
        lead_days,
        window_end,
        is_validated,
        is_combined
    from {{ ref('int_outcome_windows') }}
),

lives as (
    select
        account_id,
        first_week,
        last_week,
        churned_at,
        churn_fact
    from {{ ref('int_account_lives') }}
),

subscriptions as (
    select
        account_id,
        min(valid_from) as first_in_force_at
    from {{ ref('int_subscriptions') }}
    where is_in_force and account_id is not null
    group by 1
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

-- Alive by what is known today too: an end that was told late does not count as one to come.
-- A CRM without history shows only who stayed, so without a subscription nothing is known.
living as (
    select
        customer_weeks.account_id,
        customer_weeks.snapshot_week,
        customer_weeks.segment,
        lives.churned_at,
        lives.churn_fact,
        subscriptions.first_in_force_at < customer_weeks.snapshot_week
        or customer_weeks.attributes_known_by <> 'current_only' as is_known
    from customer_weeks
    inner join lives
        on
            customer_weeks.account_id = lives.account_id
            and customer_weeks.snapshot_week >= lives.first_week
            and customer_weeks.snapshot_week <= lives.last_week
    left join subscriptions on customer_weeks.account_id = subscriptions.account_id
),

followed as (
    select
        living.account_id,
        living.snapshot_week,
        living.segment,
        living.churned_at,
        living.churn_fact,
        windows.lead_days,
        windows.window_end,
        windows.is_validated,
        windows.is_combined,
        case
            when living.is_known then coalesce(living.churned_at < windows.window_end, false)
        end as is_churned
    from living
    inner join windows on living.snapshot_week = windows.snapshot_week
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
        case when followed.is_churned then followed.churned_at end as churned_at,
        case when followed.is_churned then followed.churn_fact end as churn_fact,
        case
            when followed.is_churned then false
            else changes.relative_change <= parameters.contracted_to
        end as is_contracted,
        case
            when followed.is_churned then false
            else changes.relative_change >= parameters.expanded_from
        end as is_expanded,
        changes.revenue_at_snapshot,
        changes.revenue_after,
        {{ round_score('changes.revenue_after - changes.revenue_at_snapshot') }}
            as net_revenue_change,
        case
            when changes.revenue_after is not null then {{ round_score('changes.revenue_between') }}
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
