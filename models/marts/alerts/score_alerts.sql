{{ config(materialized='table') }}

with rules as (
    select
        alert_rule_id,
        scorecard_id,
        kind,
        severity,
        due_in_days,
        owner,
        escalate_to,
        playbook_id,
        what_to_do
    from {{ ref('alert_rules') }}
),

episodes as (
    select
        alert_rule_id,
        subject_type,
        subject_id,
        alert_opened_week,
        opened_week,
        resolved_week,
        resolution,
        weeks_open
    from {{ ref('int_alert_episodes') }}
),

responses as (
    select
        alert_response_id,
        alert_rule_id,
        subject_id,
        responded_at,
        known_week,
        responded_by,
        state,
        note,
        loaded_at
    from {{ ref('int_alert_responses') }}
    where rejection_reason is null
),

reasons as (
    select
        alert_rule_id,
        subject_id,
        snapshot_week,
        compared_week,
        score,
        score_before,
        change,
        band,
        reason
    from {{ ref('int_alert_reasons') }}
),

account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        score,
        band
    from {{ ref('fct_account_scores') }}
    where is_in_force
),

account_weeks as (
    select
        account_id,
        snapshot_week,
        account_name,
        segment,
        region,
        industry as vertical,
        plan,
        owner_name
    from {{ ref('int_account_weeks') }}
),

terms as (
    select
        account_id,
        snapshot_week,
        {{ round_to('recurring_revenue', 2) }} as recurring_revenue,
        currency,
        renewal_date,
        {{ round_to('weeks_to_renewal', 2) }} as weeks_to_renewal
    from {{ ref('int_account_terms_weekly') }}
),

newest as (
    select max(snapshot_week) as snapshot_week
    from {{ ref('int_snapshot_weeks') }}
),

-- An alert keeps its id when the account's changes.
told as (
    select
        alert_rule_id,
        subject_id,
        snapshot_week,
        told_as
    from {{ ref('int_alert_conditions_weekly') }}
    where told_as is not null
),

-- Episodes that follow within the cooldown are one alert.
alerts as (
    select
        alert_rule_id,
        subject_type,
        subject_id,
        alert_opened_week as opened_week,
        max(opened_week) as last_opened_week,
        count(*) - 1 as n_reopened,
        sum(weeks_open) as weeks_open
    from episodes
    group by 1, 2, 3, 4
),

-- An answer speaks about the newest alert that was told before it.
answered_alerts as (
    select
        responses.alert_response_id,
        responses.alert_rule_id,
        responses.subject_id,
        max(alerts.opened_week) as opened_week
    from responses
    inner join alerts
        on
            responses.alert_rule_id = alerts.alert_rule_id
            and responses.subject_id = alerts.subject_id
            and responses.known_week > alerts.opened_week
    group by 1, 2, 3
),

ordered_answers as (
    select
        answered_alerts.alert_rule_id,
        answered_alerts.subject_id,
        answered_alerts.opened_week,
        responses.responded_at,
        responses.responded_by,
        responses.state,
        responses.note,
        count(*) over (
            partition by
                answered_alerts.alert_rule_id,
                answered_alerts.subject_id,
                answered_alerts.opened_week
        ) as n_answers,
        row_number() over (
            partition by
                answered_alerts.alert_rule_id,
                answered_alerts.subject_id,
                answered_alerts.opened_week
            order by
                responses.responded_at asc,
                responses.loaded_at asc nulls first,
                responses.alert_response_id asc
        ) as place
    from answered_alerts
    inner join responses
        on answered_alerts.alert_response_id = responses.alert_response_id
),

answers as (
    select
        alert_rule_id,
        subject_id,
        opened_week,
        max(case when place = 1 then responded_at end) as answered_at,
        max(case when place = 1 then responded_by end) as answered_by,
        max(case when place = n_answers then state end) as answer,
        max(case when place = n_answers then responded_by end) as last_answered_by,
        max(case when place = n_answers then note end) as answer_note
    from ordered_answers
    group by 1, 2, 3
),

last_weeks as (
    select
        account_id,
        max(snapshot_week) as snapshot_week
    from account_weeks
    group by 1
),

newest_scores as (
    select account_scores.*
    from account_scores
    inner join newest on account_scores.snapshot_week = newest.snapshot_week
),

-- Over before it was due, an alert needed no answer.
judged as (
    select
        alerts.alert_rule_id,
        alerts.subject_id,
        alerts.opened_week,
        answers.answered_at,
        answers.answered_by,
        answers.answer,
        answers.last_answered_by,
        answers.answer_note,
        episodes.resolved_week,
        episodes.resolution,
        {{ days_after('alerts.opened_week', 'rules.due_in_days') }} as due_date
    from alerts
    inner join rules on alerts.alert_rule_id = rules.alert_rule_id
    inner join episodes
        on
            alerts.alert_rule_id = episodes.alert_rule_id
            and alerts.subject_id = episodes.subject_id
            and alerts.last_opened_week = episodes.opened_week
    left join answers
        on
            alerts.alert_rule_id = answers.alert_rule_id
            and alerts.subject_id = answers.subject_id
            and alerts.opened_week = answers.opened_week
),

final as (
    select
        {{ hash_key([
            'alerts.alert_rule_id',
            'coalesce(told.told_as, alerts.subject_id)',
            'alerts.opened_week',
        ]) }} as alert_id,
        alerts.alert_rule_id,
        rules.kind,
        rules.severity,
        rules.scorecard_id,
        alerts.subject_type,
        account_weeks.account_id,
        account_weeks.account_name,
        account_weeks.segment,
        account_weeks.region,
        account_weeks.vertical,
        account_weeks.plan,
        account_weeks.owner_name,
        terms.recurring_revenue,
        terms.currency,
        terms.renewal_date,
        terms.weeks_to_renewal,
        case when alerts.subject_type = 'source' then alerts.subject_id end as source_family,
        case when judged.resolved_week is null then 'open' else 'resolved' end as status,
        alerts.opened_week,
        alerts.last_opened_week,
        judged.resolved_week,
        judged.resolution,
        cast(alerts.n_reopened as integer) as n_reopened,
        cast(alerts.weeks_open as integer) as weeks_open,
        {{ round_to('reasons.score', 2) }} as score_opened,
        reasons.band as band_opened,
        reasons.compared_week,
        {{ round_to('reasons.score_before', 2) }} as score_compared,
        {{ round_to('reasons.change', 2) }} as change,
        {{ round_to('newest_scores.score', 2) }} as score_now,
        newest_scores.band as band_now,
        reasons.reason,
        last_reasons.reason as last_reason,
        rules.playbook_id,
        rules.what_to_do as first_action,
        judged.due_date,
        judged.resolved_week is null
        and judged.answered_at is null
        and judged.due_date < newest.snapshot_week as is_past_due,
        rules.owner as owner_role,
        rules.escalate_to,
        judged.answered_at is not null as is_answered,
        judged.answer,
        judged.answered_at,
        judged.answered_by,
        judged.last_answered_by,
        judged.answer_note,
        cast(
            {{ days_between('alerts.opened_week', 'cast(judged.answered_at as date)') }} as integer
        ) as days_to_answer,
        case
            when cast(judged.answered_at as date) <= judged.due_date then true
            when coalesce(judged.resolved_week, newest.snapshot_week) > judged.due_date then false
        end as is_answered_in_time
    from alerts
    cross join newest
    inner join rules on alerts.alert_rule_id = rules.alert_rule_id
    inner join judged
        on
            alerts.alert_rule_id = judged.alert_rule_id
            and alerts.subject_id = judged.subject_id
            and alerts.opened_week = judged.opened_week
    inner join reasons
        on
            alerts.alert_rule_id = reasons.alert_rule_id
            and alerts.subject_id = reasons.subject_id
            and alerts.opened_week = reasons.snapshot_week
    inner join reasons as last_reasons
        on
            alerts.alert_rule_id = last_reasons.alert_rule_id
            and alerts.subject_id = last_reasons.subject_id
            and alerts.last_opened_week = last_reasons.snapshot_week
    left join told
        on
            alerts.alert_rule_id = told.alert_rule_id
            and alerts.subject_id = told.subject_id
            and alerts.opened_week = told.snapshot_week
    left join last_weeks
        on
            alerts.subject_type = 'account'
            and alerts.subject_id = last_weeks.account_id
    left join account_weeks
        on
            last_weeks.account_id = account_weeks.account_id
            and last_weeks.snapshot_week = account_weeks.snapshot_week
    left join terms
        on
            last_weeks.account_id = terms.account_id
            and last_weeks.snapshot_week = terms.snapshot_week
    left join newest_scores
        on
            last_weeks.account_id = newest_scores.account_id
            and rules.scorecard_id = newest_scores.scorecard_id
)

select * from final
