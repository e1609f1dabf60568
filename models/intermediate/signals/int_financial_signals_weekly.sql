with account_weeks as (
    select
        account_id,
        snapshot_week,
        segment
    from {{ ref('int_account_weeks') }}
    where is_alive
),

billed_weeks as (
    select
        account_id,
        snapshot_week,
        segment
    from {{ ref('int_account_weeks') }}
    where is_alive and has_billing_key
),

signal_parameters as (
    select
        segment,
        signal_id,
        parameter,
        value
    from {{ ref('int_signal_parameters') }}
    where signal_id in ('payment_timeliness', 'renewal_proximity', 'expansion_signals')
),

invoices as (
    select
        account_id,
        created_at,
        due_on,
        paid_at,
        voided_at,
        uncollectible_at
    from {{ ref('int_invoices') }}
    where
        rejection_reason is null
        and account_id is not null
        and due_on is not null
        and amount_due > 0
        and not is_outcome_undated
),

subscriptions as (
    select
        account_id,
        subscription_id,
        valid_from,
        valid_to,
        started_at,
        current_period_start,
        current_period_end,
        is_annual
    from {{ ref('int_subscriptions') }}
    where is_in_force and account_id is not null
),

recurring_revenue as (
    select
        account_id,
        subscription_id,
        valid_from,
        valid_to,
        annual_recurring_revenue
    from {{ ref('int_recurring_revenue') }}
    where account_id is not null
),

discounts as (
    select
        account_id,
        subscription_id,
        valid_from,
        valid_to,
        percent_off
    from {{ ref('int_discounts') }}
    where account_id is not null
),

opportunities as (
    select
        account_id,
        kind,
        created_at,
        closed_on,
        is_won,
        committed_at
    from {{ ref('int_opportunities') }}
    where account_id is not null and kind in ('renewal', 'expansion')
),

segment_parameters as (
    select
        segment,
        max(
            case when signal_id = 'payment_timeliness' and parameter = 'window_weeks' then value end
        )
            as payment_weeks,
        max(
            case when signal_id = 'renewal_proximity' and parameter = 'renewed_weeks' then value end
        )
            as renewed_weeks,
        max(case when signal_id = 'renewal_proximity' and parameter = 'near_weeks' then value end)
            as near_weeks,
        max(case when signal_id = 'renewal_proximity' and parameter = 'far_weeks' then value end)
            as far_weeks,
        max(case when signal_id = 'expansion_signals' and parameter = 'window_weeks' then value end)
            as expansion_weeks,
        max(
            case
                when signal_id = 'expansion_signals' and parameter = 'contracting_to' then value
            end
        )
            as contracting_to,
        max(
            case
                when signal_id = 'expansion_signals' and parameter = 'expanding_from' then value
            end
        )
            as expanding_from
    from signal_parameters
    group by 1
),

windows as (
    select
        billed_weeks.account_id,
        billed_weeks.snapshot_week,
        segment_parameters.near_weeks,
        segment_parameters.far_weeks,
        segment_parameters.contracting_to,
        segment_parameters.expanding_from,
        {{ days_before('billed_weeks.snapshot_week', '7 * segment_parameters.payment_weeks') }}
            as payment_from,
        {{ days_before('billed_weeks.snapshot_week', '7 * segment_parameters.renewed_weeks') }}
            as renewed_from,
        {{ days_before('billed_weeks.snapshot_week', '7 * segment_parameters.expansion_weeks') }}
            as expansion_from
    from billed_weeks
    inner join segment_parameters on billed_weeks.segment = segment_parameters.segment
),

-- invoices due in the window, and older ones that are still open; unpaid ones run to the snapshot
lateness as (
    select
        windows.account_id,
        windows.snapshot_week,
        max(
            greatest(
                0,
                case
                    when invoices.paid_at < windows.snapshot_week
                        then {{ days_between('invoices.due_on', 'invoices.paid_at') }}
                    else {{ days_between('invoices.due_on', 'windows.snapshot_week') }}
                end
            )
        ) as worst_days_late
    from windows
    inner join invoices
        on
            windows.account_id = invoices.account_id
            and windows.snapshot_week > invoices.created_at
            and windows.snapshot_week > invoices.due_on
            and coalesce(windows.snapshot_week <= invoices.voided_at, true)
            and (
                windows.payment_from <= invoices.due_on
                or (
                    coalesce(windows.snapshot_week <= invoices.paid_at, true)
                    and coalesce(windows.snapshot_week <= invoices.uncollectible_at, true)
                )
            )
    group by 1, 2
),

-- subscriptions in force; a row without history stands for earlier periods too, period by period
in_force as (
    select
        windows.account_id,
        windows.snapshot_week,
        subscriptions.subscription_id,
        subscriptions.is_annual,
        cast(subscriptions.started_at as date) as started_on,
        cast(subscriptions.current_period_end as date) as period_end,
        {{ days_between('subscriptions.current_period_start', 'subscriptions.current_period_end') }}
            as period_days,
        greatest(
            0,
            floor(
                cast(
                    {{ days_between('windows.snapshot_week', 'subscriptions.current_period_end') }}
                    as {{ type_double() }}
                )
                / nullif(
                    {{ days_between(
                        'subscriptions.current_period_start', 'subscriptions.current_period_end'
                    ) }},
                    0
                )
            )
        ) as periods_back
    from windows
    inner join subscriptions
        on
            windows.account_id = subscriptions.account_id
            and windows.snapshot_week > subscriptions.valid_from
            and windows.snapshot_week <= subscriptions.valid_to
),

in_force_periods as (
    select
        account_id,
        snapshot_week,
        subscription_id,
        is_annual,
        started_on,
        {{ days_before('period_end', 'coalesce(period_days * periods_back, 0)') }} as renews_on,
        {{ days_before('period_end', 'coalesce(period_days * (periods_back + 1), 0)') }}
            as renewed_on
    from in_force
),

-- the renewal that comes next speaks for the account
ranked_renewals as (
    select
        account_id,
        snapshot_week,
        renews_on,
        case when renewed_on > started_on then renewed_on end as renewed_on,
        row_number() over (
            partition by account_id, snapshot_week
            order by renews_on, subscription_id
        ) as renewal_rank
    from in_force_periods
    where is_annual and renews_on is not null
),

terms as (
    select
        account_id,
        snapshot_week,
        max(case when is_annual then 1 else 0 end) as has_annual,
        min(case when is_annual is not null then 1 else 0 end) as is_term_known
    from in_force_periods
    group by 1, 2
),

-- opportunities as they stood: open until closed, committed from the day that was learned
deals as (
    select
        windows.account_id,
        windows.snapshot_week,
        max(
            case
                when
                    opportunities.kind = 'renewal'
                    and opportunities.is_won
                    and opportunities.closed_on < windows.snapshot_week
                    then opportunities.closed_on
            end
        ) as won_renewal_on,
        max(
            case
                when
                    opportunities.kind = 'renewal'
                    and coalesce(opportunities.closed_on >= windows.snapshot_week, true)
                    then 1
                else 0
            end
        ) as has_open_renewal,
        max(
            case
                when
                    opportunities.kind = 'renewal'
                    and opportunities.committed_at < windows.snapshot_week
                    and coalesce(opportunities.closed_on >= windows.snapshot_week, true)
                    then 1
                else 0
            end
        ) as has_committed_renewal,
        max(
            case
                when
                    opportunities.kind = 'expansion'
                    and coalesce(opportunities.closed_on >= windows.snapshot_week, true)
                    then 1
                else 0
            end
        ) as has_open_expansion
    from windows
    inner join opportunities
        on
            windows.account_id = opportunities.account_id
            and windows.snapshot_week > opportunities.created_at
    group by 1, 2
),

-- recurring revenue per subscription, now and as known a window ago; null, nothing invoiced
subscription_revenue as (
    select
        windows.account_id,
        windows.snapshot_week,
        recurring_revenue.subscription_id,
        sum(
            case
                when
                    recurring_revenue.valid_from <= windows.snapshot_week
                    and recurring_revenue.valid_to > windows.snapshot_week
                    then recurring_revenue.annual_recurring_revenue
            end
        ) as revenue,
        sum(
            case
                when
                    recurring_revenue.valid_from <= windows.expansion_from
                    and recurring_revenue.valid_to > windows.expansion_from
                    then recurring_revenue.annual_recurring_revenue
            end
        ) as revenue_before
    from windows
    inner join recurring_revenue
        on
            windows.account_id = recurring_revenue.account_id
            and windows.snapshot_week >= recurring_revenue.valid_from
            and windows.expansion_from < recurring_revenue.valid_to
    group by 1, 2, 3
),

revenue as (
    select
        account_id,
        snapshot_week,
        sum(revenue) as revenue,
        sum(revenue_before) as revenue_before,
        -- invoices that name no subscription may speak for any
        count(case when subscription_id = 'none' then 1 end) as n_unnamed
    from subscription_revenue
    group by 1, 2
),

-- a subscription in force that no invoice covers (late, or void) has unknown revenue, not none
uncovered as (
    select
        in_force.account_id,
        in_force.snapshot_week,
        count(*) as n_subscriptions
    from in_force
    left join subscription_revenue
        on
            in_force.account_id = subscription_revenue.account_id
            and in_force.snapshot_week = subscription_revenue.snapshot_week
            and in_force.subscription_id = subscription_revenue.subscription_id
    where subscription_revenue.revenue is null
    group by 1, 2
),

uncovered_before as (
    select
        windows.account_id,
        windows.snapshot_week,
        count(*) as n_subscriptions
    from windows
    inner join subscriptions
        on
            windows.account_id = subscriptions.account_id
            and windows.expansion_from > subscriptions.valid_from
            and windows.expansion_from <= subscriptions.valid_to
    left join subscription_revenue
        on
            windows.account_id = subscription_revenue.account_id
            and windows.snapshot_week = subscription_revenue.snapshot_week
            and subscriptions.subscription_id = subscription_revenue.subscription_id
    where subscription_revenue.revenue_before is null
    group by 1, 2
),

-- several discounts on one subscription add up
subscription_discounts as (
    select
        windows.account_id,
        windows.snapshot_week,
        discounts.subscription_id,
        sum(discounts.percent_off) as percent_off,
        max(case when discounts.percent_off is null then 1 else 0 end) as has_unknown_discount
    from windows
    inner join discounts
        on
            windows.account_id = discounts.account_id
            and windows.snapshot_week > discounts.valid_from
            and windows.snapshot_week <= discounts.valid_to
    group by 1, 2, 3
),

-- weighed by the list value of what is in force; plain mean where nothing was invoiced yet
discounted as (
    select
        in_force.account_id,
        in_force.snapshot_week,
        sum(subscription_revenue.revenue) as list_revenue,
        sum(
            subscription_revenue.revenue
            * least(100, coalesce(subscription_discounts.percent_off, 0))
        )
            as discounted_revenue,
        avg(least(100, coalesce(subscription_discounts.percent_off, 0))) as mean_percent_off,
        max(coalesce(subscription_discounts.has_unknown_discount, 0)) as has_unknown_discount
    from in_force
    left join subscription_revenue
        on
            in_force.account_id = subscription_revenue.account_id
            and in_force.snapshot_week = subscription_revenue.snapshot_week
            and in_force.subscription_id = subscription_revenue.subscription_id
    left join subscription_discounts
        on
            in_force.account_id = subscription_discounts.account_id
            and in_force.snapshot_week = subscription_discounts.snapshot_week
            and in_force.subscription_id = subscription_discounts.subscription_id
    group by 1, 2
),

measured as (
    select
        windows.account_id,
        windows.snapshot_week,
        windows.near_weeks,
        windows.far_weeks,
        windows.contracting_to,
        windows.expanding_from,
        lateness.worst_days_late,
        terms.has_annual,
        terms.is_term_known,
        ranked_renewals.renews_on is not null as has_renewal_date,
        cast(
            {{ days_between('windows.snapshot_week', 'ranked_renewals.renews_on') }}
            as {{ type_double() }}
        ) / 7 as weeks_to_renewal,
        coalesce(
            (
                ranked_renewals.renewed_on >= windows.renewed_from
                and ranked_renewals.renewed_on < windows.snapshot_week
            )
            or deals.won_renewal_on >= windows.renewed_from,
            false
        ) as is_renewed,
        coalesce(
            deals.has_committed_renewal = 1
            or deals.won_renewal_on
            >= {{ days_before('ranked_renewals.renews_on', '7 * windows.far_weeks') }},
            false
        ) as is_renewal_confirmed,
        coalesce(deals.has_open_renewal, 0) = 1 as has_open_renewal,
        coalesce(deals.has_open_expansion, 0) = 1 as has_open_expansion,
        terms.account_id is not null as is_in_force,
        case
            when
                revenue.revenue_before > 0 and (
                    revenue.n_unnamed > 0
                    or (
                        uncovered.n_subscriptions is null
                        and uncovered_before.n_subscriptions is null
                    )
                )
                then {{ round_to('revenue.revenue / revenue.revenue_before - 1', 9) }}
        end as revenue_change,
        revenue.revenue_before = 0 and revenue.revenue > 0 as is_first_revenue,
        case
            when discounted.has_unknown_discount = 0
                then coalesce(
                    discounted.discounted_revenue / nullif(discounted.list_revenue, 0),
                    discounted.mean_percent_off
                )
        end as percent_off
    from windows
    left join lateness
        on
            windows.account_id = lateness.account_id
            and windows.snapshot_week = lateness.snapshot_week
    left join terms
        on windows.account_id = terms.account_id and windows.snapshot_week = terms.snapshot_week
    left join ranked_renewals
        on
            windows.account_id = ranked_renewals.account_id
            and windows.snapshot_week = ranked_renewals.snapshot_week
            and ranked_renewals.renewal_rank = 1
    left join deals
        on windows.account_id = deals.account_id and windows.snapshot_week = deals.snapshot_week
    left join revenue
        on windows.account_id = revenue.account_id and windows.snapshot_week = revenue.snapshot_week
    left join uncovered
        on
            windows.account_id = uncovered.account_id
            and windows.snapshot_week = uncovered.snapshot_week
    left join uncovered_before
        on
            windows.account_id = uncovered_before.account_id
            and windows.snapshot_week = uncovered_before.snapshot_week
    left join discounted
        on
            windows.account_id = discounted.account_id
            and windows.snapshot_week = discounted.snapshot_week
),

levelled as (
    select
        account_id,
        snapshot_week,
        cast(worst_days_late as {{ type_double() }}) as payment_timeliness,
        case when has_annual = 1 then weeks_to_renewal end as renewal_proximity,
        case
            when not is_in_force then null
            when has_annual = 0 and is_term_known = 1 then 'not_applicable'
            when not has_renewal_date then null
            when is_renewed then 'renewed'
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
        case when is_in_force then {{ round_to('percent_off', 9) }} end as discount_dependency
    from measured
),

final as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        levelled.payment_timeliness,
        levelled.renewal_proximity,
        levelled.renewal_proximity_level,
        levelled.expansion_signals,
        levelled.expansion_signals_level,
        levelled.discount_dependency
    from account_weeks
    left join levelled
        on
            account_weeks.account_id = levelled.account_id
            and account_weeks.snapshot_week = levelled.snapshot_week
)

select * from final
