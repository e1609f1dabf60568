with billed_weeks as (
    select
        account_id,
        snapshot_week
    from {{ ref('int_account_weeks') }}
    where
        {{ in_open_snapshots() }}
        and is_alive and has_billing_key
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

in_force as (
    select
        billed_weeks.account_id,
        billed_weeks.snapshot_week,
        subscriptions.subscription_id,
        subscriptions.is_annual,
        cast(subscriptions.started_at as date) as started_on,
        cast(subscriptions.current_period_end as date) as period_end,
        {{ days_between('subscriptions.current_period_start', 'subscriptions.current_period_end') }}
            as period_days
    from billed_weeks
    inner join subscriptions
        on
            billed_weeks.account_id = subscriptions.account_id
            and billed_weeks.snapshot_week > subscriptions.valid_from
            and billed_weeks.snapshot_week <= subscriptions.valid_to
),

-- A row without history stands for earlier periods too: count back, period by period.
counted_back as (
    select
        account_id,
        snapshot_week,
        subscription_id,
        is_annual,
        started_on,
        period_end,
        coalesce(period_days, 0) as period_days,
        floor(
            cast({{ days_between('snapshot_week', 'period_end') }} as {{ type_double() }})
            / nullif(period_days, 0)
        ) as periods_ahead
    from in_force
),

periods as (
    select
        account_id,
        snapshot_week,
        subscription_id,
        is_annual,
        started_on,
        {{ days_before('period_end', 'period_days * ' ~ greatest_of(['0', 'periods_ahead'])) }}
            as renews_on,
        {{ days_before(
            'period_end', 'period_days * (' ~ greatest_of(['0', 'periods_ahead']) ~ ' + 1)'
        ) }} as renewed_on
    from counted_back
),

-- The yearly renewal that comes next speaks for the account.
terms as (
    select
        account_id,
        snapshot_week,
        case when is_annual then renews_on end as renews_on,
        case when is_annual then started_on end as started_on,
        case when is_annual and renewed_on > started_on then renewed_on end as renewed_on,
        max(case when is_annual then 1 else 0 end)
            over (partition by account_id, snapshot_week)
            as has_annual,
        min(case when is_annual is not null then 1 else 0 end)
            over (partition by account_id, snapshot_week)
            as is_term_known,
        row_number() over (
            partition by account_id, snapshot_week
            order by
                case when is_annual and renews_on is not null then 0 else 1 end,
                renews_on,
                subscription_id
        ) as renewal_rank
    from periods
),

-- Opportunities as they stood: open until closed, committed from the day that was learned.
deals as (
    select
        billed_weeks.account_id,
        billed_weeks.snapshot_week,
        opportunities.kind,
        case when opportunities.is_won then opportunities.closed_on end as won_on,
        coalesce(opportunities.closed_on >= billed_weeks.snapshot_week, true) as is_open,
        opportunities.committed_at < billed_weeks.snapshot_week as is_committed
    from billed_weeks
    inner join opportunities
        on
            billed_weeks.account_id = opportunities.account_id
            and billed_weeks.snapshot_week > opportunities.created_at
),

talks as (
    select
        account_id,
        snapshot_week,
        max(case when kind = 'renewal' and not is_open then won_on end) as won_renewal_on,
        max(case when kind = 'renewal' and is_open then 1 else 0 end) as has_open_renewal,
        max(case when kind = 'renewal' and is_open and is_committed then 1 else 0 end)
            as has_committed_renewal,
        max(case when kind = 'expansion' and is_open then 1 else 0 end) as has_open_expansion
    from deals
    group by 1, 2
),

final as (
    select
        terms.account_id,
        terms.snapshot_week,
        terms.has_annual = 1 as has_annual,
        terms.is_term_known = 1 as is_term_known,
        terms.renews_on,
        terms.started_on,
        terms.renewed_on,
        talks.won_renewal_on,
        coalesce(talks.has_open_renewal, 0) = 1 as has_open_renewal,
        coalesce(talks.has_committed_renewal, 0) = 1 as has_committed_renewal,
        coalesce(talks.has_open_expansion, 0) = 1 as has_open_expansion
    from terms
    left join talks
        on terms.account_id = talks.account_id and terms.snapshot_week = talks.snapshot_week
    where terms.renewal_rank = 1
)

select * from final
