with account_weeks as (
    select
        account_id,
        snapshot_week,
        segment,
        has_support_key
    from {{ ref('int_account_weeks') }}
    where
        {{ in_open_snapshots() }}
        and is_alive
),

windows as (
    select
        account_id,
        snapshot_week,
        segment,
        signal_id,
        window_from
    from {{ ref('int_signal_windows_weekly') }}
    where
        {{ in_open_snapshots() }}
        and signal_id in ('csat_average', 'escalation_frequency')
),

ticket_rates as (
    select
        account_id,
        snapshot_week,
        tickets_per_100_users,
        tickets_per_100_users_before
    from {{ ref('int_ticket_rates_weekly') }}
    where
        {{ in_open_snapshots() }}
        and signal_id = 'ticket_volume_trend'
),

ticket_states as (
    select
        source,
        account_id,
        created_at,
        valid_from,
        valid_to,
        is_open,
        is_escalation_start,
        withdrawn_at,
        has_status_history
    from {{ ref('int_ticket_states') }}
    where account_id is not null
),

csat_answers as (
    select
        account_id,
        responded_at,
        replaced_at,
        score,
        scale_min,
        scale_max
    from {{ ref('int_survey_answers') }}
    where
        instrument = 'csat'
        and account_id is not null
        and rejection_reason is null
),

parameters as (
    select
        segment,
        effective_from,
        effective_to,
        {{ parameter_columns({
            'decreasing_to': ['ticket_volume_trend', 'decreasing_to'],
            'increasing_from': ['ticket_volume_trend', 'increasing_from'],
            'stable_high_from': ['ticket_volume_trend', 'stable_high_from'],
            'csat_from': ['csat_average', 'scale_from'],
            'csat_to': ['csat_average', 'scale_to'],
        }) }}
    from {{ ref('int_signal_parameters') }}
    group by 1, 2, 3
),

-- Where the loader brought no history at all, what was open or escalated cannot be known.
ticket_history as (
    select coalesce(max(case when has_status_history then 1 else 0 end), 1) = 1 as is_landed
    from ticket_states
),

-- Nor of an account that asks a desk without any, beside one that has it.
desks as (
    select
        source,
        max(case when has_status_history then 1 else 0 end) = 1 as is_landed
    from ticket_states
    group by 1
),

silent_tickets as (
    select
        ticket_states.account_id,
        min(ticket_states.valid_from) as asked_at
    from ticket_states
    inner join desks on ticket_states.source = desks.source
    where not desks.is_landed
    group by 1
),

-- Answers that stood at the snapshot, from any scale onto one.
satisfaction as (
    select
        windows.account_id,
        windows.snapshot_week,
        avg(
            parameters.csat_from
            + (parameters.csat_to - parameters.csat_from)
            * (csat_answers.score - csat_answers.scale_min)
            / nullif(csat_answers.scale_max - csat_answers.scale_min, 0)
        ) as csat_average
    from windows
    inner join parameters
        on
            windows.segment = parameters.segment
            and {{ is_in_period('windows.snapshot_week', 'parameters') }}
    inner join csat_answers
        on
            windows.account_id = csat_answers.account_id
            and windows.window_from <= csat_answers.responded_at
            and windows.snapshot_week > csat_answers.responded_at
            and coalesce(windows.snapshot_week <= csat_answers.replaced_at, true)
    where windows.signal_id = 'csat_average'
    group by 1, 2
),

escalations as (
    select
        windows.account_id,
        windows.snapshot_week,
        count(*) as n_escalations
    from windows
    inner join ticket_states
        on
            windows.account_id = ticket_states.account_id
            and windows.window_from <= ticket_states.valid_from
            and windows.snapshot_week > ticket_states.valid_from
            and coalesce(windows.snapshot_week <= ticket_states.withdrawn_at, true)
    where windows.signal_id = 'escalation_frequency' and ticket_states.is_escalation_start
    group by 1, 2
),

-- Most tickets are solved before they meet a snapshot.
open_tickets as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        min(ticket_states.created_at) as oldest_created_at
    from account_weeks
    inner join ticket_states
        on
            account_weeks.account_id = ticket_states.account_id
            and account_weeks.snapshot_week > ticket_states.valid_from
            and account_weeks.snapshot_week <= ticket_states.valid_to
    where
        ticket_states.is_open
        and {{ days_after(week_start('ticket_states.valid_from'), 7) }} <= ticket_states.valid_to
    group by 1, 2
),

-- Without active users in both windows, or where one was not observed, nothing compares.
trends as (
    select
        account_id,
        snapshot_week,
        tickets_per_100_users,
        tickets_per_100_users_before,
        case
            when tickets_per_100_users = 0 and tickets_per_100_users_before = 0 then 0
            else
                {{ round_to(
                    'tickets_per_100_users / nullif(tickets_per_100_users_before, 0) - 1', 9
                ) }}
        end as rate_change
    from ticket_rates
    where tickets_per_100_users is not null and tickets_per_100_users_before is not null
),

measured as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        account_weeks.segment,
        account_weeks.has_support_key
        and ticket_history.is_landed
        and coalesce(account_weeks.snapshot_week <= silent_tickets.asked_at, true)
            as is_history_known,
        trends.tickets_per_100_users,
        trends.tickets_per_100_users_before,
        trends.rate_change,
        satisfaction.csat_average,
        coalesce(escalations.n_escalations, 0) as n_escalations,
        {{ hours_between('open_tickets.oldest_created_at', 'account_weeks.snapshot_week') }}
        / 24 as oldest_open_days
    from account_weeks
    cross join ticket_history
    left join silent_tickets on account_weeks.account_id = silent_tickets.account_id
    left join trends
        on
            account_weeks.account_id = trends.account_id
            and account_weeks.snapshot_week = trends.snapshot_week
    left join satisfaction
        on
            account_weeks.account_id = satisfaction.account_id
            and account_weeks.snapshot_week = satisfaction.snapshot_week
    left join escalations
        on
            account_weeks.account_id = escalations.account_id
            and account_weeks.snapshot_week = escalations.snapshot_week
    left join open_tickets
        on
            account_weeks.account_id = open_tickets.account_id
            and account_weeks.snapshot_week = open_tickets.snapshot_week
),

final as (
    select
        measured.account_id,
        measured.snapshot_week,
        measured.rate_change as ticket_volume_trend,
        case
            when measured.tickets_per_100_users is null then null
            when measured.tickets_per_100_users_before = 0 and measured.tickets_per_100_users > 0
                then 'increasing'
            when measured.rate_change <= parameters.decreasing_to then 'decreasing'
            when measured.rate_change >= parameters.increasing_from then 'increasing'
            when {{ round_to('measured.tickets_per_100_users', 9) }} >= parameters.stable_high_from
                then 'stable_high'
            else 'stable_low'
        end as ticket_volume_trend_level,
        measured.csat_average,
        case
            when measured.is_history_known
                then cast(measured.n_escalations as {{ type_double() }})
        end as escalation_frequency,
        case
            when measured.is_history_known then {{ round_to('measured.oldest_open_days', 9) }}
        end as open_issue_age,
        case
            when measured.is_history_known and measured.oldest_open_days is null then 'none_open'
        end as open_issue_age_level
    from measured
    inner join parameters
        on
            measured.segment = parameters.segment
            and {{ is_in_period('measured.snapshot_week', 'parameters') }}
)

select * from final
