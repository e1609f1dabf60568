with account_weeks as (
    select
        account_id,
        snapshot_week,
        lifecycle,
        lifecycle_reason,
        has_support_key
    from {{ ref('int_account_weeks') }}
    where
        {{ in_rescored_snapshots() }}
        and is_alive
),

-- The band as published, after an override.
health_scores as (
    select
        account_id,
        snapshot_week,
        band
    from {{ ref('int_banded_scores') }}
    where is_in_force and scorecard_id = 'health'
),

parameters as (
    select value as ask_again_weeks
    from {{ ref('scorecard_parameters') }}
    where scorecard_id = 'case_study' and parameter = 'ask_again_weeks'
),

coverage as (
    select
        snapshot_week,
        max(case when source_family = 'support' then 1 else 0 end) = 1 as has_support,
        max(case when source_family = 'success_records' then 1 else 0 end) = 1 as has_records
    from {{ ref('int_source_coverage_weekly') }}
    where is_observed
    group by 1
),

ticket_states as (
    select
        source,
        account_id,
        valid_from,
        valid_to,
        is_open and is_escalation as is_open_escalation,
        has_status_history
    from {{ ref('int_ticket_states') }}
),

-- One record an answer, so that a request answered twice stands twice.
records as (
    select
        account_id,
        {{ snake_case('record_name') }} as advocacy_kind,
        opened_at as requested_at,
        closed_at as answered_at,
        status_text as answer
    from {{ ref('int_success_records') }}
    where record_kind = 'advocacy'
),

-- Without any history of tickets nobody can say which are open.
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

first_requests as (
    select min(requested_at) as requested_at
    from records
),

requests as (
    select
        account_id,
        requested_at,
        answered_at,
        case when answer = 'agreed' then 0 else 1 end as n_refusals
    from records
    where account_id is not null and advocacy_kind in ('case_study', 'reference')
),

-- Of two answers at one moment the refusal holds.
answer_periods as (
    select
        account_id,
        answered_at,
        n_refusals,
        lead(answered_at) over (partition by account_id order by answered_at, n_refusals)
            as next_answered_at
    from requests
    where answered_at is not null
),

-- Of two records at one moment the first period is empty.
request_periods as (
    select
        account_id,
        requested_at,
        lead(requested_at) over (partition by account_id order by requested_at)
            as next_requested_at
    from requests
),

open_escalations as (
    select distinct
        account_weeks.account_id,
        account_weeks.snapshot_week
    from account_weeks
    inner join ticket_states
        on
            account_weeks.account_id = ticket_states.account_id
            and account_weeks.snapshot_week > ticket_states.valid_from
            and account_weeks.snapshot_week <= ticket_states.valid_to
            and ticket_states.is_open_escalation
),

-- What was known when a feed fell silent still holds: an open escalation, a refusal, a request.
facts as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        account_weeks.lifecycle,
        account_weeks.lifecycle_reason,
        health_scores.band as health_band,
        case
            when not (account_weeks.has_support_key and ticket_history.is_landed) then null
            when open_escalations.account_id is not null then true
            when account_weeks.snapshot_week > silent_tickets.asked_at then null
            when coverage.has_support then false
        end as has_open_escalation,
        coverage.has_records
        and account_weeks.snapshot_week > first_requests.requested_at as is_consent_known,
        case when answer_periods.n_refusals = 1 then cast(answer_periods.answered_at as date) end
            as refused_date,
        cast(request_periods.requested_at as date) as last_asked_date,
        account_weeks.snapshot_week
        <= {{ weeks_after('request_periods.requested_at', 'parameters.ask_again_weeks') }}
            as is_asked_lately
    from account_weeks
    cross join parameters
    cross join ticket_history
    cross join first_requests
    left join silent_tickets on account_weeks.account_id = silent_tickets.account_id
    left join health_scores
        on
            account_weeks.account_id = health_scores.account_id
            and account_weeks.snapshot_week = health_scores.snapshot_week
    left join coverage on account_weeks.snapshot_week = coverage.snapshot_week
    left join open_escalations
        on
            account_weeks.account_id = open_escalations.account_id
            and account_weeks.snapshot_week = open_escalations.snapshot_week
    left join answer_periods
        on
            account_weeks.account_id = answer_periods.account_id
            and account_weeks.snapshot_week > answer_periods.answered_at
            and (
                answer_periods.next_answered_at is null
                or account_weeks.snapshot_week <= answer_periods.next_answered_at
            )
    left join request_periods
        on
            account_weeks.account_id = request_periods.account_id
            and account_weeks.snapshot_week > request_periods.requested_at
            and (
                request_periods.next_requested_at is null
                or account_weeks.snapshot_week <= request_periods.next_requested_at
            )
),

worded as (
    select
        account_id,
        snapshot_week,
        has_open_escalation,
        refused_date,
        last_asked_date,
        'onboarding: ' || lifecycle_reason as onboarding_text,
        case when health_band = 'critical' then 'critical in health' end as critical_text,
        case when has_open_escalation then 'an escalation is open' end as escalation_text,
        'refused on ' || cast(refused_date as {{ type_text() }}) as refused_text,
        case when is_asked_lately then 'asked on ' || cast(last_asked_date as {{ type_text() }}) end
            as asked_text,
        case
            when lifecycle = 'onboarding' then null
            when coalesce(health_band, 'insufficient_data') = 'insufficient_data' then 'health'
        end as unknown_health,
        case when has_open_escalation is null then 'escalations' end as unknown_escalations,
        case when not coalesce(is_consent_known, false) then 'requests and consent' end
            as unknown_consent
    from facts
),

-- What is not known stops nobody, but is named.
final as (
    select
        account_id,
        snapshot_week,
        has_open_escalation,
        refused_date,
        last_asked_date,
        {{ join_texts('; ', [
            'onboarding_text', 'critical_text', 'escalation_text', 'refused_text', 'asked_text'
        ]) }} as ineligible_reason,
        {{ join_texts(', ', ['unknown_health', 'unknown_escalations', 'unknown_consent']) }}
            as not_known
    from worded
)

select * from final
