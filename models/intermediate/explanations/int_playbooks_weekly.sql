{{ config(materialized='view') }}

with account_weeks as (
    select
        account_id,
        snapshot_week
    from {{ ref('int_account_weeks') }}
    where is_alive
),

account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        band
    from {{ ref('int_banded_scores') }}
    where is_in_force and scorecard_id in ('health', 'health_onboarding')
),

playbooks as (
    select
        playbook_id,
        scorecard_id,
        band_id,
        cadence,
        owner,
        review,
        review_days,
        escalate_to
    from {{ ref('playbooks') }}
),

first_actions as (
    select
        playbook_id,
        action,
        due_in_days
    from {{ ref('playbook_actions') }}
    where action_order = 1
),

-- A snapshot without a playbook stays, since it ends a stretch of snapshots.
applied as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        playbooks.playbook_id,
        playbooks.cadence,
        playbooks.owner,
        playbooks.review,
        playbooks.review_days,
        playbooks.escalate_to,
        lag(playbooks.playbook_id) over (
            partition by account_weeks.account_id
            order by account_weeks.snapshot_week
        ) as playbook_before
    from account_weeks
    left join account_scores
        on
            account_weeks.account_id = account_scores.account_id
            and account_weeks.snapshot_week = account_scores.snapshot_week
    left join playbooks
        on
            account_scores.scorecard_id = playbooks.scorecard_id
            and account_scores.band = playbooks.band_id
),

-- A playbook holds from the first snapshot of an unbroken stretch.
stretches as (
    select
        *,
        max(case when playbook_id = playbook_before then null else snapshot_week end) over (
            partition by account_id
            order by snapshot_week
            rows between unbounded preceding and current row
        ) as playbook_since
    from applied
),

with_days as (
    select
        *,
        {{ days_between('playbook_since', 'snapshot_week') }} as days_on_playbook
    from stretches
    where playbook_id is not null
),

final as (
    select
        with_days.account_id,
        with_days.snapshot_week,
        with_days.playbook_id,
        with_days.playbook_since,
        with_days.cadence,
        with_days.owner as playbook_owner,
        with_days.review,
        {{ days_after(
            'with_days.snapshot_week',
            'with_days.review_days - mod(with_days.days_on_playbook, with_days.review_days)'
        ) }} as next_review_date,
        with_days.escalate_to,
        first_actions.action as first_action,
        {{ days_after('with_days.playbook_since', 'first_actions.due_in_days') }}
            as first_action_due_date
    from with_days
    left join first_actions on with_days.playbook_id = first_actions.playbook_id
)

select * from final
