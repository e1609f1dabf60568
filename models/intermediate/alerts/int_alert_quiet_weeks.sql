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

answered_weeks as (
    select
        silences.*,
        conditions.snapshot_week,
        conditions.is_triggered,
        conditions.position
    from silences
    inner join conditions
        on
            silences.alert_rule_id = conditions.alert_rule_id
            and silences.subject_id = conditions.subject_id
),

-- Whoever answered had seen the last position before.
standing_weeks as (
    select
        *,
        max(case when snapshot_week < known_week and position is not null then snapshot_week end)
            over (partition by alert_rule_id, subject_id, known_week) as standing_week
    from answered_weeks
),

standing_positions as (
    select
        *,
        max(case when snapshot_week = standing_week then position end)
            over (partition by alert_rule_id, subject_id, known_week) as standing_position
    from standing_weeks
),

-- Worse than that by a whole step, it is news again.
worse_weeks as (
    select
        *,
        min(
            case
                when
                    snapshot_week >= known_week
                    and {{ round_score('standing_position - position') }} >= worse_points
                    then snapshot_week
            end
        ) over (partition by alert_rule_id, subject_id, known_week) as worse_week
    from standing_positions
),

-- Two answers may keep the same trigger quiet.
final as (
    select distinct
        alert_rule_id,
        subject_id,
        snapshot_week
    from worse_weeks
    where
        is_triggered
        and snapshot_week >= known_week
        and snapshot_week < quiet_until
        and snapshot_week < coalesce(worse_week, quiet_until)
)

select * from final
