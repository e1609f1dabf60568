with windows as (
    select
        account_id,
        snapshot_week,
        segment,
        window_weeks,
        window_from
    from {{ ref('int_signal_windows_weekly') }}
    where
        {{ in_open_snapshots() }}
        and signal_id = 'support_load'
),

ticket_rates as (
    select
        account_id,
        snapshot_week,
        max(case when signal_id = 'support_tickets' then tickets_per_100_users end)
            as support_tickets,
        max(case when signal_id = 'support_load' then user_weeks end) as user_weeks
    from {{ ref('int_ticket_rates_weekly') }}
    where {{ in_open_snapshots() }}
    group by 1, 2
),

ticket_states as (
    select
        source,
        ticket_id,
        account_id,
        created_at,
        valid_from,
        withdrawn_at,
        support_level
    from {{ ref('int_ticket_states') }}
    where account_id is not null
),

level_weights as (
    select
        segment,
        upper(replace(parameter, 'weight_', '')) as support_level,
        effective_from,
        effective_to,
        value as weight
    from {{ ref('int_signal_parameters') }}
    where signal_id = 'support_load' and parameter like 'weight_%'
),

ticket_weeks as (
    select
        source,
        ticket_id,
        account_id,
        {{ week_start('created_at') }} as created_week,
        {{ week_start('valid_from') }} as reached_week,
        min({{ week_start('withdrawn_at') }}) as withdrawn_week,
        max(support_level) as support_level
    from ticket_states
    group by 1, 2, 3, 4, 5
),

-- The highest level reached by the end of each week; a ticket never falls back, and counts until
-- it is deleted or merged.
levels as (
    select
        account_id,
        created_week,
        reached_week,
        withdrawn_week,
        lead(reached_week, 1, cast('9999-12-31' as date)) over (
            partition by source, ticket_id order by reached_week
        ) as next_week,
        coalesce(
            max(support_level) over (
                partition by source, ticket_id
                order by reached_week
                rows between unbounded preceding and current row
            ),
            'UNKNOWN'
        ) as support_level
    from ticket_weeks
),

tickets as (
    select
        account_id,
        created_week,
        reached_week,
        {{ least_of(['next_week', 'withdrawn_week']) }} as left_week,
        support_level,
        count(*) as n_tickets
    from levels
    group by 1, 2, 3, 4, 5
),

-- A Monday sees what was reached in the weeks before it.
weighed as (
    select
        windows.account_id,
        windows.snapshot_week,
        {{ exact_sum('tickets.n_tickets * coalesce(own_level.weight, unknown_level.weight)') }}
            as weighted_tickets
    from windows
    inner join tickets
        on
            windows.account_id = tickets.account_id
            and windows.snapshot_week > tickets.reached_week
            and windows.snapshot_week <= tickets.left_week
            and windows.window_from <= tickets.created_week
    left join level_weights as own_level
        on
            windows.segment = own_level.segment
            and tickets.support_level = own_level.support_level
            and {{ is_in_period('windows.snapshot_week', 'own_level') }}
    left join level_weights as unknown_level
        on
            windows.segment = unknown_level.segment
            and unknown_level.support_level = 'UNKNOWN'
            and {{ is_in_period('windows.snapshot_week', 'unknown_level') }}
    group by 1, 2
),

-- Per active user of the average week.
final as (
    select
        windows.account_id,
        windows.snapshot_week,
        ticket_rates.support_tickets,
        windows.window_weeks * coalesce(weighed.weighted_tickets, 0) / ticket_rates.user_weeks
            as support_load
    from windows
    left join ticket_rates
        on
            windows.account_id = ticket_rates.account_id
            and windows.snapshot_week = ticket_rates.snapshot_week
    left join weighed
        on
            windows.account_id = weighed.account_id
            and windows.snapshot_week = weighed.snapshot_week
)

select * from final
