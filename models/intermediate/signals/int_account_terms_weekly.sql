with account_weeks as (
    select
        account_id,
        snapshot_week
    from {{ ref('int_account_weeks') }}
    where
        {{ in_open_snapshots() }}
        and is_alive
),

signals as (
    select
        account_id,
        snapshot_week,
        signal_id,
        value,
        level
    from {{ ref('int_account_signals') }}
    where
        {{ in_open_snapshots() }}
        and signal_id in ('recurring_revenue', 'renewal_proximity')
),

company as (
    select currency
    from {{ ref('int_company') }}
),

horizon as (
    select max(value) as renewal_horizon_days
    from {{ ref('monitoring_parameters') }}
    where scorecard_id = '*' and parameter = 'renewal_horizon_days'
),

measured as (
    select
        account_id,
        snapshot_week,
        max(case when signal_id = 'recurring_revenue' then value end) as recurring_revenue,
        max(case when signal_id = 'renewal_proximity' then value end) as weeks_to_renewal,
        max(case when signal_id = 'renewal_proximity' then level end) as renewal_level
    from signals
    group by 1, 2
),

-- A date follows from the weeks that are scored, so that the two never differ, also where a
-- company lands the signal itself. What lies more than a century away is no date.
dated as (
    select
        *,
        case
            when abs(weeks_to_renewal) < 5200
                then {{ days_after('snapshot_week', round_to('7 * weeks_to_renewal', 0)) }}
        end as renewal_date
    from measured
),

final as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        dated.recurring_revenue,
        company.currency,
        dated.renewal_date,
        dated.weeks_to_renewal,
        dated.renewal_date
        <= {{ days_after('account_weeks.snapshot_week', 'horizon.renewal_horizon_days') }}
            as is_renewal_within_horizon,
        case
            when dated.weeks_to_renewal is not null or dated.renewal_level is not null
                then coalesce(dated.renewal_level in ('renewal_confirmed', 'renewed'), false)
        end as is_renewal_settled
    from account_weeks
    cross join company
    cross join horizon
    left join dated
        on
            account_weeks.account_id = dated.account_id
            and account_weeks.snapshot_week = dated.snapshot_week
)

select * from final
