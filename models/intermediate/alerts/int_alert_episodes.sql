with rules as (
    select
        alert_rule_id,
        scorecard_id,
        settled_after_weeks,
        known_weeks,
        worse_points,
        done_quiet_weeks,
        dismissed_quiet_weeks,
        is_quieted_by_others,
        cooldown_weeks
    from {{ ref('alert_rules') }}
),

conditions as (
    select
        alert_rule_id,
        subject_type,
        subject_id,
        snapshot_week,
        is_triggered,
        position,
        release_position
    from {{ ref('int_alert_conditions_weekly') }}
),

-- Two answers that one snapshot hears first: dismissed is the last word.
answers as (
    select
        alert_rule_id,
        subject_id,
        known_week,
        min(case when state <> 'acknowledged' then state end) as closing_state
    from {{ ref('int_alert_responses') }}
    where rejection_reason is null
    group by 1, 2, 3
),

newest as (
    select max(snapshot_week) as snapshot_week
    from {{ ref('int_snapshot_weeks') }}
),

alive_weeks as (
    select
        account_id,
        snapshot_week
    from {{ ref('int_account_weeks') }}
    where is_alive
),

-- What was done for an account was done for its card, what was dismissed is one rule.
silences as (
    select
        quieted.alert_rule_id,
        answers.subject_id,
        answers.known_week,
        quieted.worse_points,
        max(case
            when answers.closing_state = 'done'
                then {{ weeks_after('answers.known_week', 'answered.done_quiet_weeks') }}
            else {{ weeks_after('answers.known_week', 'answered.dismissed_quiet_weeks') }}
        end) as quiet_until
    from answers
    inner join rules as answered on answers.alert_rule_id = answered.alert_rule_id
    inner join rules as quieted
        on
            answered.alert_rule_id = quieted.alert_rule_id
            or (
                answers.closing_state = 'done'
                and quieted.is_quieted_by_others
                and answered.scorecard_id = quieted.scorecard_id
            )
    where answers.closing_state is not null
    group by 1, 2, 3, 4
),

standing_weeks as (
    select
        silences.alert_rule_id,
        silences.subject_id,
        silences.known_week,
        max(conditions.snapshot_week) as standing_week
    from silences
    inner join conditions
        on
            silences.alert_rule_id = conditions.alert_rule_id
            and silences.subject_id = conditions.subject_id
            and silences.known_week > conditions.snapshot_week
    where conditions.position is not null
    group by 1, 2, 3
),

worse_weeks as (
    select
        silences.alert_rule_id,
        silences.subject_id,
        silences.known_week,
        min(later.snapshot_week) as worse_week
    from silences
    inner join standing_weeks
        on
            silences.alert_rule_id = standing_weeks.alert_rule_id
            and silences.subject_id = standing_weeks.subject_id
            and silences.known_week = standing_weeks.known_week
    inner join conditions as standing
        on
            standing_weeks.alert_rule_id = standing.alert_rule_id
            and standing_weeks.subject_id = standing.subject_id
            and standing_weeks.standing_week = standing.snapshot_week
    inner join conditions as later
        on
            silences.alert_rule_id = later.alert_rule_id
            and silences.subject_id = later.subject_id
            and silences.known_week <= later.snapshot_week
    where {{ round_score('standing.position - later.position') }} >= silences.worse_points
    group by 1, 2, 3
),

quiet_weeks as (
    select distinct
        conditions.alert_rule_id,
        conditions.subject_id,
        conditions.snapshot_week
    from silences
    left join worse_weeks
        on
            silences.alert_rule_id = worse_weeks.alert_rule_id
            and silences.subject_id = worse_weeks.subject_id
            and silences.known_week = worse_weeks.known_week
    inner join conditions
        on
            silences.alert_rule_id = conditions.alert_rule_id
            and silences.subject_id = conditions.subject_id
            and silences.known_week <= conditions.snapshot_week
            and silences.quiet_until > conditions.snapshot_week
            and coalesce(worse_weeks.worse_week, silences.quiet_until) > conditions.snapshot_week
    where conditions.is_triggered
),

triggers as (
    select
        conditions.*,
        rules.cooldown_weeks,
        rules.worse_points,
        {{ weeks_after('conditions.snapshot_week', 'coalesce(rules.known_weeks, 0)') }}
            as known_until,
        {{ weeks_after('conditions.snapshot_week', 'rules.settled_after_weeks') }} as settles_from
    from conditions
    inner join rules on conditions.alert_rule_id = rules.alert_rule_id
    left join quiet_weeks
        on
            conditions.alert_rule_id = quiet_weeks.alert_rule_id
            and conditions.subject_id = quiet_weeks.subject_id
            and conditions.snapshot_week = quiet_weeks.snapshot_week
    where conditions.is_triggered and quiet_weeks.alert_rule_id is null
),

triggered_subjects as (
    select distinct
        alert_rule_id,
        subject_id
    from triggers
),

-- A card has no condition for an account that it no longer scores.
watched as (
    select
        conditions.alert_rule_id,
        conditions.subject_id,
        conditions.snapshot_week,
        conditions.position,
        {{ weeks_after('conditions.snapshot_week', 1) }} as next_week,
        lead(conditions.snapshot_week) over (
            partition by conditions.alert_rule_id, conditions.subject_id
            order by conditions.snapshot_week
        ) as next_condition_week
    from conditions
    inner join triggered_subjects
        on
            conditions.alert_rule_id = triggered_subjects.alert_rule_id
            and conditions.subject_id = triggered_subjects.subject_id
),

-- A week with a missing score ends nothing: what is compared with null is not true.
ways_out as (
    select
        triggers.alert_rule_id,
        triggers.subject_type,
        triggers.subject_id,
        triggers.snapshot_week,
        triggers.position,
        triggers.worse_points,
        triggers.known_until,
        triggers.cooldown_weeks,
        min(case
            when
                watched.position >= triggers.release_position
                and watched.snapshot_week > triggers.snapshot_week
                then watched.snapshot_week
        end) as recovered_week,
        min(case
            when watched.position is not null and watched.snapshot_week >= triggers.settles_from
                then watched.snapshot_week
        end) as settled_week,
        min(case
            when coalesce(watched.next_condition_week > watched.next_week, true)
                then watched.next_week
        end) as gone_week
    from triggers
    inner join watched
        on
            triggers.alert_rule_id = watched.alert_rule_id
            and triggers.subject_id = watched.subject_id
            and triggers.snapshot_week <= watched.snapshot_week
    group by 1, 2, 3, 4, 5, 6, 7, 8
),

answered as (
    select
        ways_out.alert_rule_id,
        ways_out.subject_id,
        ways_out.snapshot_week,
        min(answers.known_week) as answered_week
    from ways_out
    inner join answers
        on
            ways_out.alert_rule_id = answers.alert_rule_id
            and ways_out.subject_id = answers.subject_id
            and ways_out.snapshot_week < answers.known_week
    where answers.closing_state is not null
    group by 1, 2, 3
),

-- While a fall is known, what triggers again has to be worse by a whole step than all before.
since_known as (
    select
        *,
        max({{ least_of(['coalesce(recovered_week, gone_week)', 'gone_week', 'known_until']) }}) over (
            partition by alert_rule_id, subject_id
            order by snapshot_week
            rows between unbounded preceding and 1 preceding
        ) as known_before
    from ways_out
),

stretches as (
    select
        *,
        sum(case when snapshot_week < known_before then 0 else 1 end) over (
            partition by alert_rule_id, subject_id
            order by snapshot_week
            rows between unbounded preceding and current row
        ) as stretch
    from since_known
),

depths as (
    select
        *,
        first_value(position) over (
            partition by alert_rule_id, subject_id, stretch
            order by snapshot_week
            rows between unbounded preceding and current row
        ) - position as points_below
    from stretches
),

steps as (
    select
        *,
        coalesce(floor({{ round_score('points_below / worse_points') }}), 0) as step
    from depths
),

told_steps as (
    select
        *,
        max(step) over (
            partition by alert_rule_id, subject_id, stretch
            order by snapshot_week
            rows between unbounded preceding and 1 preceding
        ) as told_step
    from steps
),

ends as (
    select
        told_steps.*,
        {{ least_of([
            'coalesce(told_steps.recovered_week, told_steps.gone_week)',
            'coalesce(told_steps.settled_week, told_steps.gone_week)',
            'coalesce(answered.answered_week, told_steps.gone_week)',
            'told_steps.gone_week',
        ]) }} as end_week,
        case
            when answered.answered_week <= {{ least_of([
                'coalesce(told_steps.recovered_week, told_steps.gone_week)',
                'coalesce(told_steps.settled_week, told_steps.gone_week)',
                'told_steps.gone_week',
            ]) }} then answers.closing_state
            when told_steps.recovered_week <= {{ least_of([
                'coalesce(told_steps.settled_week, told_steps.gone_week)',
                'told_steps.gone_week',
            ]) }} then 'recovered'
            when told_steps.settled_week < told_steps.gone_week then 'settled'
            when told_steps.subject_type = 'account' and alive_weeks.account_id is null
                then 'churned'
            else 'left_card'
        end as resolution
    from told_steps
    left join answered
        on
            told_steps.alert_rule_id = answered.alert_rule_id
            and told_steps.subject_id = answered.subject_id
            and told_steps.snapshot_week = answered.snapshot_week
    left join answers
        on
            answered.alert_rule_id = answers.alert_rule_id
            and answered.subject_id = answers.subject_id
            and answered.answered_week = answers.known_week
    left join alive_weeks
        on
            told_steps.subject_id = alive_weeks.account_id
            and told_steps.gone_week = alive_weeks.snapshot_week
    where coalesce(told_steps.step > told_steps.told_step, true)
),

-- Each trigger holds the alert until its own end, so that none has to know what the others did.
held as (
    select
        *,
        max(end_week) over (
            partition by alert_rule_id, subject_id
            order by snapshot_week
            rows between unbounded preceding and 1 preceding
        ) as held_until,
        max(case when resolution in ('done', 'dismissed') then end_week end) over (
            partition by alert_rule_id, subject_id
            order by snapshot_week
            rows between unbounded preceding and 1 preceding
        ) as answered_until
    from ends
),

numbered as (
    select
        *,
        sum(case
            when snapshot_week < held_until then 0
            when snapshot_week = held_until and coalesce(answered_until < held_until, true) then 0
            else 1
        end) over (
            partition by alert_rule_id, subject_id
            order by snapshot_week
            rows between unbounded preceding and current row
        ) as episode
    from held
),

last_ends as (
    select
        *,
        max(end_week) over (partition by alert_rule_id, subject_id, episode) as last_end_week
    from numbered
),

episodes as (
    select
        alert_rule_id,
        subject_type,
        subject_id,
        cooldown_weeks,
        episode,
        min(snapshot_week) as opened_week,
        max(last_end_week) as end_week,
        min(case when end_week = last_end_week then resolution end) as resolution
    from last_ends
    group by 1, 2, 3, 4, 5
),

followed as (
    select
        *,
        lag(opened_week) over (
            partition by alert_rule_id, subject_id
            order by opened_week
        ) as former_opened_week,
        lag(end_week) over (
            partition by alert_rule_id, subject_id
            order by opened_week
        ) as former_end_week
    from episodes
),

-- What was answered is not opened again: the next is an alert of its own.
answered_before as (
    select distinct
        followed.alert_rule_id,
        followed.subject_id,
        followed.opened_week
    from followed
    inner join answers
        on
            followed.alert_rule_id = answers.alert_rule_id
            and followed.subject_id = answers.subject_id
            and followed.former_opened_week < answers.known_week
            and followed.opened_week >= answers.known_week
),

alerts as (
    select
        followed.*,
        sum(case
            when
                answered_before.alert_rule_id is null
                and followed.opened_week
                <= {{ weeks_after('followed.former_end_week', 'followed.cooldown_weeks') }}
                then 0
            else 1
        end) over (
            partition by followed.alert_rule_id, followed.subject_id
            order by followed.opened_week
            rows between unbounded preceding and current row
        ) as alert
    from followed
    left join answered_before
        on
            followed.alert_rule_id = answered_before.alert_rule_id
            and followed.subject_id = answered_before.subject_id
            and followed.opened_week = answered_before.opened_week
),

final as (
    select
        alerts.alert_rule_id,
        alerts.subject_type,
        alerts.subject_id,
        min(alerts.opened_week) over (
            partition by alerts.alert_rule_id, alerts.subject_id, alerts.alert
        ) as alert_opened_week,
        alerts.opened_week,
        case when alerts.end_week <= newest.snapshot_week then alerts.end_week end
            as resolved_week,
        case when alerts.end_week <= newest.snapshot_week then alerts.resolution end
            as resolution,
        {{ weeks_between('alerts.opened_week', 'alerts.end_week') }} as weeks_open
    from alerts
    cross join newest
)

select * from final
