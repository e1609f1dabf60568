with account_weeks as (
    select
        account_id,
        snapshot_week,
        segment,
        has_support_key and has_product_key as has_keys
    from {{ ref('int_account_weeks') }}
    where is_alive
),

signal_parameters as (
    select
        segment,
        signal_id,
        parameter,
        value
    from {{ ref('int_signal_parameters') }}
    where signal_id in ('support_tickets', 'support_load')
),

ticket_states as (
    select
        ticket_id,
        account_id,
        created_at,
        valid_from,
        support_level
    from {{ ref('int_ticket_states') }}
    where account_id is not null
),

usage_weeks as (
    select
        account_id,
        usage_week,
        active_users
    from {{ ref('int_account_usage_weeks') }}
),

product_coverage as (
    select
        snapshot_week,
        weeks_observed
    from {{ ref('int_source_coverage_weekly') }}
    where source_family = 'product_usage'
),

level_weights as (
    select
        segment,
        upper(replace(parameter, 'weight_', '')) as support_level,
        value as weight
    from signal_parameters
    where signal_id = 'support_load' and parameter like 'weight_%'
),

window_lengths as (
    select
        segment,
        max(case when signal_id = 'support_tickets' then value end) as ticket_weeks,
        max(case when signal_id = 'support_load' then value end) as load_weeks
    from signal_parameters
    where parameter = 'window_weeks'
    group by 1
),

windows as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        account_weeks.segment,
        window_lengths.ticket_weeks,
        window_lengths.load_weeks,
        account_weeks.has_keys
        and product_coverage.weeks_observed >= window_lengths.ticket_weeks as has_ticket_rate,
        account_weeks.has_keys
        and product_coverage.weeks_observed >= window_lengths.load_weeks as has_load,
        {{ days_before('account_weeks.snapshot_week', '7 * window_lengths.ticket_weeks') }}
            as tickets_from,
        {{ days_before('account_weeks.snapshot_week', '7 * window_lengths.load_weeks') }}
            as load_from
    from account_weeks
    inner join window_lengths on account_weeks.segment = window_lengths.segment
    left join product_coverage on account_weeks.snapshot_week = product_coverage.snapshot_week
),

-- the highest level a ticket has reached by then; a ticket never falls back
reached as (
    select
        ticket_id,
        account_id,
        created_at,
        valid_from,
        coalesce(
            max(support_level) over (
                partition by ticket_id
                order by valid_from
                rows between unbounded preceding and current row
            ),
            'UNKNOWN'
        ) as support_level
    from ticket_states
),

level_steps as (
    select
        ticket_id,
        account_id,
        created_at,
        support_level,
        min(valid_from) as reached_at
    from reached
    group by 1, 2, 3, 4
),

-- the weeks in which each level stands, the first one left out: a Monday sees what came before
level_weeks as (
    select
        account_id,
        support_level,
        {{ week_start('created_at') }} as created_week,
        {{ week_start('reached_at') }} as reached_week,
        coalesce(
            lead({{ week_start('reached_at') }}) over (
                partition by ticket_id order by reached_at
            ),
            cast('9999-12-31' as date)
        ) as left_week
    from level_steps
),

tickets as (
    select
        account_id,
        support_level,
        created_week,
        reached_week,
        left_week,
        count(*) as n_tickets
    from level_weeks
    where reached_week < left_week
    group by 1, 2, 3, 4, 5
),

ticket_sums as (
    select
        windows.account_id,
        windows.snapshot_week,
        sum(case when tickets.created_week >= windows.tickets_from then tickets.n_tickets end)
            as n_tickets,
        {{ exact_sum(
            'case when tickets.created_week >= windows.load_from'
            ~ ' then tickets.n_tickets * coalesce(own_level.weight, unknown_level.weight) end'
        ) }} as weighted_tickets
    from windows
    inner join tickets
        on
            windows.account_id = tickets.account_id
            and windows.snapshot_week > tickets.reached_week
            and windows.snapshot_week <= tickets.left_week
            and tickets.created_week >= least(windows.tickets_from, windows.load_from)
    left join level_weights as own_level
        on
            windows.segment = own_level.segment
            and tickets.support_level = own_level.support_level
    left join level_weights as unknown_level
        on
            windows.segment = unknown_level.segment
            and unknown_level.support_level = 'UNKNOWN'
    group by 1, 2
),

usage_sums as (
    select
        windows.account_id,
        windows.snapshot_week,
        sum(
            case
                when usage_weeks.usage_week >= windows.tickets_from then usage_weeks.active_users
            end
        ) as ticket_user_weeks,
        sum(case when usage_weeks.usage_week >= windows.load_from then usage_weeks.active_users end)
            as load_user_weeks
    from windows
    inner join usage_weeks
        on
            windows.account_id = usage_weeks.account_id
            and windows.snapshot_week > usage_weeks.usage_week
            and usage_weeks.usage_week >= least(windows.tickets_from, windows.load_from)
    group by 1, 2
),

-- per active user of the average week; nothing divides by nobody
final as (
    select
        windows.account_id,
        windows.snapshot_week,
        case
            when windows.has_ticket_rate
                then
                    100 * windows.ticket_weeks * coalesce(ticket_sums.n_tickets, 0)
                    / nullif(usage_sums.ticket_user_weeks, 0)
        end as support_tickets,
        case
            when windows.has_load
                then
                    windows.load_weeks * coalesce(ticket_sums.weighted_tickets, 0)
                    / nullif(usage_sums.load_user_weeks, 0)
        end as support_load
    from windows
    left join ticket_sums
        on
            windows.account_id = ticket_sums.account_id
            and windows.snapshot_week = ticket_sums.snapshot_week
    left join usage_sums
        on
            windows.account_id = usage_sums.account_id
            and windows.snapshot_week = usage_sums.snapshot_week
)

select * from final
