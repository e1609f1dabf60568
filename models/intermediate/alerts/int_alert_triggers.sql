with rules as (
    select
        alert_rule_id,
        settled_after_weeks,
        known_weeks,
        worse_points
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

quiet_weeks as (
    select
        alert_rule_id,
        subject_id,
        snapshot_week
    from {{ ref('int_alert_quiet_weeks') }}
),

closing_answers as (
    select
        alert_rule_id,
        subject_id,
        known_week,
        closing_state
    from {{ ref('int_alert_closing_answers') }}
),

alive_weeks as (
    select
        account_id,
        snapshot_week
    from {{ ref('int_account_weeks') }}
    where is_alive
),

newest as (
    select max(snapshot_week) as snapshot_week
    from {{ ref('int_snapshot_weeks') }}
),

triggers as (
    select
        conditions.alert_rule_id,
        conditions.subject_type,
        conditions.subject_id,
        conditions.snapshot_week,
        conditions.position,
        conditions.release_position,
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
    group by 1, 2, 3, 4, 5, 6, 7
),

answers_after as (
    select
        ways_out.alert_rule_id,
        ways_out.subject_id,
        ways_out.snapshot_week,
        min(closing_answers.known_week) as answered_week
    from ways_out
    inner join closing_answers
        on
            ways_out.alert_rule_id = closing_answers.alert_rule_id
            and ways_out.subject_id = closing_answers.subject_id
            and ways_out.snapshot_week < closing_answers.known_week
    group by 1, 2, 3
),

with_answers as (
    select
        ways_out.*,
        answers_after.answered_week
    from ways_out
    left join answers_after
        on
            ways_out.alert_rule_id = answers_after.alert_rule_id
            and ways_out.subject_id = answers_after.subject_id
            and ways_out.snapshot_week = answers_after.snapshot_week
),

-- While a fall is known, what triggers again has to be worse by a whole step than all before. After
-- an answer it is int_alert_quiet_weeks that asks how much worse.
since_known as (
    select
        *,
        max({{ least_of(['recovered_week', 'gone_week', 'known_until', 'answered_week']) }}) over (
            partition by alert_rule_id, subject_id
            order by snapshot_week
            rows between unbounded preceding and 1 preceding
        ) as known_before
    from with_answers
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

known_steps as (
    select
        *,
        max(step) over (
            partition by alert_rule_id, subject_id, stretch
            order by snapshot_week
            rows between unbounded preceding and 1 preceding
        ) as known_step
    from steps
),

told as (
    select *
    from known_steps
    where coalesce(step > known_step, true)
),

ends as (
    select
        *,
        {{ least_of(['answered_week', 'recovered_week', 'settled_week', 'gone_week']) }}
            as end_week
    from told
),

-- Of two ways out in one week the first that is named here counts.
final as (
    select
        ends.alert_rule_id,
        ends.subject_type,
        ends.subject_id,
        ends.snapshot_week,
        ends.end_week,
        case
            when ends.end_week > newest.snapshot_week then null
            when ends.answered_week = ends.end_week then closing_answers.closing_state
            when ends.recovered_week = ends.end_week then 'recovered'
            when ends.settled_week = ends.end_week then 'settled'
            when ends.subject_type = 'account' and alive_weeks.account_id is null then 'churned'
            else 'left_card'
        end as resolution
    from ends
    cross join newest
    left join closing_answers
        on
            ends.alert_rule_id = closing_answers.alert_rule_id
            and ends.subject_id = closing_answers.subject_id
            and ends.answered_week = closing_answers.known_week
    left join alive_weeks
        on
            ends.subject_id = alive_weeks.account_id
            and ends.gone_week = alive_weeks.snapshot_week
)

select * from final
