with account_weeks as (
    select
        account_id,
        snapshot_week,
        segment
    from {{ ref('int_account_weeks') }}
    where
        {{ in_open_snapshots() }}
        and is_alive
),

cut_offs as (
    select
        segment,
        effective_from,
        effective_to,
        {{ parameter_columns({
            'renewed_weeks': ['renewal_proximity', 'renewed_weeks'],
            'near_weeks': ['renewal_proximity', 'near_weeks'],
            'far_weeks': ['renewal_proximity', 'far_weeks'],
            'contracting_to': ['expansion_signals', 'contracting_to'],
            'expanding_from': ['expansion_signals', 'expanding_from'],
        }) }}
    from {{ ref('int_signal_parameters') }}
    group by 1, 2, 3
),

payment_lateness as (
    select
        account_id,
        snapshot_week,
        worst_days_late
    from {{ ref('int_payment_lateness_weekly') }}
    where {{ in_open_snapshots() }}
),

contracts as (
    select
        account_id,
        snapshot_week,
        has_annual,
        is_term_known,
        renews_on,
        started_on,
        renewed_on,
        won_renewal_on,
        has_open_renewal,
        has_committed_renewal,
        has_open_expansion
    from {{ ref('int_contracts_weekly') }}
    where {{ in_open_snapshots() }}
),

subscription_revenue as (
    select
        account_id,
        snapshot_week,
        subscription_id,
        is_in_force,
        was_in_force,
        revenue,
        revenue_before,
        percent_off
    from {{ ref('int_subscription_revenue_weekly') }}
    where {{ in_open_snapshots() }}
),

-- A subscription in force that no invoice covers (late, or void) has unknown revenue, not none;
-- invoices that name no subscription may speak for any.
revenue as (
    select
        account_id,
        snapshot_week,
        sum(revenue) as revenue,
        sum(revenue_before) as revenue_before,
        max(case when subscription_id = 'none' then 1 else 0 end) as has_unnamed,
        max(
            case
                when is_in_force and revenue is null then 1
                when was_in_force and revenue_before is null then 1
                else 0
            end
        ) as has_uncovered
    from subscription_revenue
    group by 1, 2
),

-- Weighed by the list value of what is in force; plain mean where nothing was invoiced yet.
discounts as (
    select
        account_id,
        snapshot_week,
        coalesce(sum(revenue * percent_off) / nullif(sum(revenue), 0), avg(percent_off))
            as percent_off,
        max(case when percent_off is null then 1 else 0 end) as has_unknown
    from subscription_revenue
    where is_in_force
    group by 1, 2
),

measured as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        cut_offs.near_weeks,
        cut_offs.far_weeks,
        cut_offs.contracting_to,
        cut_offs.expanding_from,
        payment_lateness.worst_days_late,
        contracts.account_id is not null as is_in_force,
        contracts.has_annual,
        contracts.is_term_known,
        contracts.has_open_renewal,
        contracts.has_open_expansion,
        cast(
            {{ days_between('account_weeks.snapshot_week', 'contracts.renews_on') }}
            as {{ type_double() }}
        ) / 7 as weeks_to_renewal,
        {{ days_before('account_weeks.snapshot_week', '7 * cut_offs.renewed_weeks') }}
            as renewed_from,
        -- a renewal that was won and went into a subscription of its own began with it
        case
            when
                contracts.won_renewal_on
                >= {{ days_before('contracts.started_on', '7 * cut_offs.far_weeks') }}
                then coalesce(contracts.renewed_on, contracts.started_on)
            else contracts.renewed_on
        end as renewed_on,
        contracts.has_committed_renewal
        or contracts.won_renewal_on
        >= {{ days_before('contracts.renews_on', '7 * cut_offs.far_weeks') }}
            as is_renewal_confirmed,
        case
            when
                revenue.revenue_before > 0
                and (revenue.has_unnamed = 1 or revenue.has_uncovered = 0)
                then {{ round_to('revenue.revenue / revenue.revenue_before - 1', 9) }}
        end as revenue_change,
        revenue.revenue_before = 0 and revenue.revenue > 0 as is_first_revenue,
        case when discounts.has_unknown = 0 then {{ round_to('discounts.percent_off', 9) }} end
            as percent_off
    from account_weeks
    left join cut_offs
        on
            account_weeks.segment = cut_offs.segment
            and {{ is_in_period('account_weeks.snapshot_week', 'cut_offs') }}
    left join payment_lateness
        on
            account_weeks.account_id = payment_lateness.account_id
            and account_weeks.snapshot_week = payment_lateness.snapshot_week
    left join contracts
        on
            account_weeks.account_id = contracts.account_id
            and account_weeks.snapshot_week = contracts.snapshot_week
    left join revenue
        on
            account_weeks.account_id = revenue.account_id
            and account_weeks.snapshot_week = revenue.snapshot_week
    left join discounts
        on
            account_weeks.account_id = discounts.account_id
            and account_weeks.snapshot_week = discounts.snapshot_week
),

final as (
    select
        account_id,
        snapshot_week,
        cast(worst_days_late as {{ type_double() }}) as payment_timeliness,
        case when has_annual then weeks_to_renewal end as renewal_proximity,
        case
            when not is_in_force then null
            when not has_annual and is_term_known then 'not_applicable'
            when weeks_to_renewal is null then null
            when renewed_on >= renewed_from and renewed_on < snapshot_week then 'renewed'
            when is_renewal_confirmed then 'renewal_confirmed'
            when weeks_to_renewal >= far_weeks then 'renewal_26w_plus'
            when weeks_to_renewal >= near_weeks then 'renewal_13_26w'
            when has_open_renewal then 'renewal_under_13w_open'
            else 'renewal_under_13w_no_signal'
        end as renewal_proximity_level,
        case when is_in_force then revenue_change end as expansion_signals,
        case
            when not is_in_force then null
            when revenue_change >= expanding_from or is_first_revenue then 'actively_expanding'
            when revenue_change <= contracting_to then 'contracting'
            when has_open_expansion then 'exploring_expansion'
            when revenue_change is not null then 'stable'
        end as expansion_signals_level,
        case when is_in_force then percent_off end as discount_dependency
    from measured
)

select * from final
