with account_weeks as (
    select
        account_id,
        snapshot_week
    from {{ ref('int_account_weeks') }}
    where
        {{ in_open_snapshots() }}
        and is_alive and has_support_key
),

signal_windows as (
    select
        account_id,
        snapshot_week,
        signal_id,
        window_weeks,
        window_from
    from {{ ref('int_signal_windows_weekly') }}
    where
        {{ in_open_snapshots() }}
        and signal_id in ('ticket_volume_trend', 'support_tickets', 'support_load')
),

product_coverage as (
    select
        source,
        snapshot_week,
        weeks_observed
    from {{ ref('int_coverage_by_source_weekly') }}
    where
        {{ in_open_snapshots() }}
        and source_family = 'product_usage'
),

spoken_weeks as (
    select
        account_id,
        snapshot_week,
        source,
        weeks_spoken
    from {{ ref('int_product_speakers_weekly') }}
    where {{ in_open_snapshots() }}
),

tickets as (
    select
        account_id,
        {{ week_start('created_at') }} as created_week,
        coalesce({{ week_start('withdrawn_at') }}, cast('9999-12-31' as date)) as withdrawn_week
    from {{ ref('int_tickets') }}
    where account_id is not null
),

usage_weeks as (
    select
        account_id,
        usage_week,
        active_users
    from {{ ref('int_account_usage_weeks') }}
),

windows as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        signal_windows.signal_id,
        signal_windows.window_weeks,
        case
            when spoken_weeks.weeks_spoken < product_coverage.weeks_observed
                then spoken_weeks.weeks_spoken
            else product_coverage.weeks_observed
        end as weeks_observed,
        signal_windows.window_from,
        {{ days_before('signal_windows.window_from', '7 * signal_windows.window_weeks') }}
            as before_from
    from account_weeks
    inner join spoken_weeks
        on
            account_weeks.account_id = spoken_weeks.account_id
            and account_weeks.snapshot_week = spoken_weeks.snapshot_week
    inner join signal_windows
        on
            account_weeks.account_id = signal_windows.account_id
            and account_weeks.snapshot_week = signal_windows.snapshot_week
    left join product_coverage
        on
            spoken_weeks.source = product_coverage.source
            and spoken_weeks.snapshot_week = product_coverage.snapshot_week
),

-- Windows are whole weeks, so that they add up whole weeks.
weekly_facts as (
    select
        account_id,
        created_week as fact_week,
        withdrawn_week,
        count(*) as n_tickets,
        0 as active_users
    from tickets
    group by 1, 2, 3

    union all

    select
        account_id,
        usage_week as fact_week,
        cast('9999-12-31' as date) as withdrawn_week,
        0 as n_tickets,
        active_users
    from usage_weeks
),

summed as (
    select
        windows.account_id,
        windows.snapshot_week,
        windows.signal_id,
        sum(case when facts.fact_week >= windows.window_from then facts.n_tickets else 0 end)
            as n_tickets,
        sum(case when facts.fact_week < windows.window_from then facts.n_tickets else 0 end)
            as n_tickets_before,
        sum(case when facts.fact_week >= windows.window_from then facts.active_users end)
            as user_weeks,
        sum(case when facts.fact_week < windows.window_from then facts.active_users end)
            as user_weeks_before
    from windows
    inner join weekly_facts as facts
        on
            windows.account_id = facts.account_id
            and windows.snapshot_week > facts.fact_week
            -- A ticket that was deleted or merged was one until then.
            and windows.snapshot_week <= facts.withdrawn_week
            and windows.before_from <= facts.fact_week
    group by 1, 2, 3
),

-- Per active user of the average week; nothing divides by nobody, or by a window seen in part or
-- by two sources.
final as (
    select
        windows.account_id,
        windows.snapshot_week,
        windows.signal_id,
        case
            when windows.weeks_observed >= windows.window_weeks
                then cast(nullif(summed.user_weeks, 0) as bigint)
        end as user_weeks,
        case
            when windows.weeks_observed >= windows.window_weeks
                then 100 * windows.window_weeks * summed.n_tickets / nullif(summed.user_weeks, 0)
        end as tickets_per_100_users,
        case
            when windows.weeks_observed >= 2 * windows.window_weeks
                then
                    100 * windows.window_weeks * summed.n_tickets_before
                    / nullif(summed.user_weeks_before, 0)
        end as tickets_per_100_users_before
    from windows
    left join summed
        on
            windows.account_id = summed.account_id
            and windows.snapshot_week = summed.snapshot_week
            and windows.signal_id = summed.signal_id
)

select * from final
