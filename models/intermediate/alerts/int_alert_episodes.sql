with rules as (
    select
        alert_rule_id,
        settled_after_weeks,
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

triggers as (
    select
        conditions.*,
        rules.cooldown_weeks,
        {{ weeks_after('conditions.snapshot_week', 'rules.settled_after_weeks') }} as settles_from
    from conditions
    inner join rules on conditions.alert_rule_id = rules.alert_rule_id
    where conditions.is_triggered
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
    group by 1, 2, 3, 4, 5
),

ends as (
    select
        ways_out.*,
        {{ least_of([
            'coalesce(ways_out.recovered_week, ways_out.gone_week)',
            'coalesce(ways_out.settled_week, ways_out.gone_week)',
            'ways_out.gone_week',
        ]) }} as end_week,
        case
            when ways_out.recovered_week <= {{ least_of([
                'coalesce(ways_out.settled_week, ways_out.gone_week)',
                'ways_out.gone_week',
            ]) }} then 'recovered'
            when ways_out.settled_week < ways_out.gone_week then 'settled'
            when ways_out.subject_type = 'account' and alive_weeks.account_id is null
                then 'churned'
            else 'left_card'
        end as resolution
    from ways_out
    left join alive_weeks
        on
            ways_out.subject_id = alive_weeks.account_id
            and ways_out.gone_week = alive_weeks.snapshot_week
),

-- Each trigger holds the alert until its own end, so that none has to know what the others did.
held as (
    select
        *,
        max(end_week) over (
            partition by alert_rule_id, subject_id
            order by snapshot_week
            rows between unbounded preceding and 1 preceding
        ) as held_until
    from ends
),

numbered as (
    select
        *,
        sum(case when snapshot_week <= held_until then 0 else 1 end) over (
            partition by alert_rule_id, subject_id
            order by snapshot_week
            rows between unbounded preceding and current row
        ) as episode,
        sum(case
            when snapshot_week <= {{ weeks_after('held_until', 'cooldown_weeks') }} then 0
            else 1
        end) over (
            partition by alert_rule_id, subject_id
            order by snapshot_week
            rows between unbounded preceding and current row
        ) as alert
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
        alert,
        episode,
        min(snapshot_week) as opened_week,
        max(last_end_week) as end_week,
        min(case when end_week = last_end_week then resolution end) as resolution
    from last_ends
    group by 1, 2, 3, 4, 5
),

final as (
    select
        episodes.alert_rule_id,
        episodes.subject_type,
        episodes.subject_id,
        min(episodes.opened_week) over (
            partition by episodes.alert_rule_id, episodes.subject_id, episodes.alert
        ) as alert_opened_week,
        episodes.opened_week,
        case when episodes.end_week <= newest.snapshot_week then episodes.end_week end
            as resolved_week,
        case when episodes.end_week <= newest.snapshot_week then episodes.resolution end
            as resolution,
        {{ weeks_between('episodes.opened_week', 'episodes.end_week') }} as weeks_open
    from episodes
    cross join newest
)

select * from final
