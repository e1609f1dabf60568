{{ config(materialized='view') }}

with rules as (
    select
        alert_rule_id,
        scorecard_id,
        worse_points,
        done_quiet_weeks,
        dismissed_quiet_weeks,
        is_quieted_by_others
    from {{ ref('alert_rules') }}
),

closing_answers as (
    select
        alert_rule_id,
        subject_id,
        known_week,
        closing_state
    from {{ ref('int_alert_closing_answers') }}
),

conditions as (
    select
        alert_rule_id,
        subject_id,
        snapshot_week,
        is_triggered,
        position
    from {{ ref('int_alert_conditions_weekly') }}
),

-- What was done for an account was done for its card, what was dismissed is one rule.
silences as (
    select
        quieted.alert_rule_id,
        closing_answers.subject_id,
        closing_answers.known_week,
        quieted.worse_points,
        max(case
            when closing_answers.closing_state = 'done'
                then {{ weeks_after('closing_answers.known_week', 'answered.done_quiet_weeks') }}
            else {{ weeks_after('closing_answers.known_week', 'answered.dismissed_quiet_weeks') }}
        end) as quiet_until
    from closing_answers
    inner join rules as answered on closing_answers.alert_rule_id = answered.alert_rule_id
    inner join rules as quieted
        on
            answered.alert_rule_id = quieted.alert_rule_id
            or (
                closing_answers.closing_state = 'done'
                and quieted.is_quieted_by_others
                and answered.scorecard_id = quieted.scorecard_id
            )
    group by 1, 2, 3, 4
),

-- Whoever answered had seen the last position before.
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

-- Worse than that by a whole step, it is news again.
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

-- Two answers may keep the same trigger quiet.
final as (
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
)

select * from final
