with account_weeks as (
    select
        account_id,
        snapshot_week,
        segment,
        has_support_key,
        has_product_key
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
    where signal_id in ('ticket_volume_trend', 'csat_average', 'escalation_frequency')
),

tickets as (
    select
        account_id,
        {{ week_start('created_at') }} as created_week
    from {{ ref('int_tickets') }}
    where account_id is not null
),

ticket_states as (
    select
        ticket_id,
        account_id,
        created_at,
        valid_from,
        valid_to,
        is_open,
        is_escalation_start,
        has_status_history
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

survey_answers as (
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

product_coverage as (
    select
        snapshot_week,
        weeks_observed
    from {{ ref('int_source_coverage_weekly') }}
    where source_family = 'product_usage'
),

snapshot_weeks as (
    select snapshot_week
    from {{ ref('int_snapshot_weeks') }}
),

segment_parameters as (
    select
        segment,
        max(
            case
                when signal_id = 'ticket_volume_trend' and parameter = 'window_weeks' then value
            end
        ) as trend_weeks,
        max(
            case
                when signal_id = 'ticket_volume_trend' and parameter = 'decreasing_to' then value
            end
        )
            as decreasing_to,
        max(
            case
                when signal_id = 'ticket_volume_trend' and parameter = 'increasing_from' then value
            end
        )
            as increasing_from,
        max(
            case
                when signal_id = 'ticket_volume_trend' and parameter = 'stable_high_from' then value
            end
        )
            as stable_high_from,
        max(case when signal_id = 'csat_average' and parameter = 'window_weeks' then value end)
            as csat_weeks,
        max(
            case
                when signal_id = 'escalation_frequency' and parameter = 'window_weeks' then value
            end
        )
            as escalation_weeks
    from signal_parameters
    group by 1
),

-- where the loader brought no history at all, what was open or escalated cannot be known
ticket_history as (
    select coalesce(max(case when has_status_history then 1 else 0 end), 1) = 1 as is_landed
    from ticket_states
),

-- each account week with the first days of its windows
windows as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        account_weeks.has_support_key,
        account_weeks.has_support_key and ticket_history.is_landed as is_history_known,
        account_weeks.has_product_key
        and product_coverage.weeks_observed >= 2 * segment_parameters.trend_weeks
            as is_usage_observed,
        segment_parameters.decreasing_to,
        segment_parameters.increasing_from,
        segment_parameters.stable_high_from,
        segment_parameters.trend_weeks,
        {{ days_before('account_weeks.snapshot_week', '7 * segment_parameters.trend_weeks') }}
            as trend_from,
        {{ days_before('account_weeks.snapshot_week', '14 * segment_parameters.trend_weeks') }}
            as trend_before_from,
        {{ days_before('account_weeks.snapshot_week', '7 * segment_parameters.csat_weeks') }}
            as csat_from,
        {{ days_before('account_weeks.snapshot_week', '7 * segment_parameters.escalation_weeks') }}
            as escalation_from
    from account_weeks
    cross join ticket_history
    inner join segment_parameters on account_weeks.segment = segment_parameters.segment
    left join product_coverage on account_weeks.snapshot_week = product_coverage.snapshot_week
),

-- facts per account and week: windows are whole weeks, so that they add up whole weeks
facts as (
    select
        account_id,
        created_week as fact_week,
        count(*) as n_tickets,
        0 as n_active_users,
        0 as n_escalations
    from tickets
    group by 1, 2

    union all

    select
        account_id,
        usage_week as fact_week,
        0 as n_tickets,
        active_users as n_active_users,
        0 as n_escalations
    from usage_weeks

    union all

    select
        account_id,
        {{ week_start('valid_from') }} as fact_week,
        0 as n_tickets,
        0 as n_active_users,
        count(*) as n_escalations
    from ticket_states
    where is_escalation_start
    group by 1, 2
),

weekly_facts as (
    select
        account_id,
        fact_week,
        sum(n_tickets) as n_tickets,
        sum(n_active_users) as n_active_users,
        sum(n_escalations) as n_escalations
    from facts
    group by 1, 2
),

summed as (
    select
        windows.account_id,
        windows.snapshot_week,
        sum(
            case when weekly_facts.fact_week >= windows.trend_from then weekly_facts.n_tickets end
        ) as n_tickets,
        sum(
            case
                when
                    weekly_facts.fact_week >= windows.trend_before_from
                    and weekly_facts.fact_week < windows.trend_from
                    then weekly_facts.n_tickets
            end
        ) as n_tickets_before,
        sum(
            case
                when weekly_facts.fact_week >= windows.trend_from then weekly_facts.n_active_users
            end
        )
            as n_user_weeks,
        sum(
            case
                when
                    weekly_facts.fact_week >= windows.trend_before_from
                    and weekly_facts.fact_week < windows.trend_from
                    then weekly_facts.n_active_users
            end
        ) as n_user_weeks_before,
        sum(
            case
                when
                    weekly_facts.fact_week >= windows.escalation_from
                    then weekly_facts.n_escalations
            end
        )
            as n_escalations
    from windows
    inner join weekly_facts
        on
            windows.account_id = weekly_facts.account_id
            and windows.snapshot_week > weekly_facts.fact_week
            and weekly_facts.fact_week >= least(windows.trend_before_from, windows.escalation_from)
    group by 1, 2
),

-- answers that stood at the snapshot, from any scale onto that from 1 to 5
satisfaction as (
    select
        windows.account_id,
        windows.snapshot_week,
        avg(
            1 + 4 * (survey_answers.score - survey_answers.scale_min)
            / nullif(survey_answers.scale_max - survey_answers.scale_min, 0)
        ) as csat_average
    from windows
    inner join survey_answers
        on
            windows.account_id = survey_answers.account_id
            and windows.csat_from <= survey_answers.responded_at
            and windows.snapshot_week > survey_answers.responded_at
            and coalesce(windows.snapshot_week <= survey_answers.replaced_at, true)
    group by 1, 2
),

-- the oldest ticket open at each snapshot; most tickets are solved before they meet one
open_tickets as (
    select
        ticket_states.account_id,
        snapshot_weeks.snapshot_week,
        min(ticket_states.created_at) as oldest_created_at
    from ticket_states
    inner join snapshot_weeks
        on
            ticket_states.valid_from < snapshot_weeks.snapshot_week
            and ticket_states.valid_to >= snapshot_weeks.snapshot_week
    where
        ticket_states.is_open
        and {{ days_after(week_start('ticket_states.valid_from'), 7) }} <= ticket_states.valid_to
    group by 1, 2
),

-- tickets per active user of the average week; no users in a window, no rate to compare
rated as (
    select
        windows.account_id,
        windows.snapshot_week,
        windows.is_history_known,
        windows.decreasing_to,
        windows.increasing_from,
        windows.stable_high_from,
        windows.has_support_key
        and coalesce(windows.is_usage_observed, false)
        and coalesce(summed.n_user_weeks, 0) > 0
        and coalesce(summed.n_user_weeks_before, 0) > 0 as is_comparable,
        coalesce(summed.n_tickets, 0) as n_tickets,
        coalesce(summed.n_tickets_before, 0) as n_tickets_before,
        cast(coalesce(summed.n_tickets, 0) as {{ type_double() }})
        * windows.trend_weeks / nullif(summed.n_user_weeks, 0) as rate,
        cast(coalesce(summed.n_tickets_before, 0) as {{ type_double() }})
        * windows.trend_weeks / nullif(summed.n_user_weeks_before, 0) as rate_before,
        satisfaction.csat_average,
        coalesce(summed.n_escalations, 0) as n_escalations,
        {{ hours_between('open_tickets.oldest_created_at', 'windows.snapshot_week') }}
        / 24 as oldest_open_days
    from windows
    left join summed
        on windows.account_id = summed.account_id and windows.snapshot_week = summed.snapshot_week
    left join satisfaction
        on
            windows.account_id = satisfaction.account_id
            and windows.snapshot_week = satisfaction.snapshot_week
    left join open_tickets
        on
            windows.account_id = open_tickets.account_id
            and windows.snapshot_week = open_tickets.snapshot_week
),

compared as (
    select
        account_id,
        snapshot_week,
        is_history_known,
        decreasing_to,
        increasing_from,
        stable_high_from,
        is_comparable,
        n_tickets,
        n_tickets_before,
        rate,
        csat_average,
        n_escalations,
        oldest_open_days,
        case
            when n_tickets = 0 and n_tickets_before = 0 then 0
            else {{ round_to('rate / nullif(rate_before, 0) - 1', 9) }}
        end as rate_change
    from rated
),

final as (
    select
        account_id,
        snapshot_week,
        case when is_comparable then rate_change end as ticket_volume_trend,
        case
            when not is_comparable then null
            when n_tickets_before = 0 and n_tickets > 0 then 'increasing'
            when rate_change <= decreasing_to then 'decreasing'
            when rate_change >= increasing_from then 'increasing'
            when {{ round_to('100 * rate', 9) }} >= stable_high_from then 'stable_high'
            else 'stable_low'
        end as ticket_volume_trend_level,
        csat_average,
        case when is_history_known then cast(n_escalations as {{ type_double() }}) end
            as escalation_frequency,
        case when is_history_known then {{ round_to('oldest_open_days', 9) }} end as open_issue_age,
        case when is_history_known and oldest_open_days is null then 'none_open' end
            as open_issue_age_level
    from compared
)

select * from final
