with rules as (
    select
        alert_rule_id,
        cooldown_weeks
    from {{ ref('alert_rules') }}
),

triggers as (
    select
        alert_rule_id,
        subject_type,
        subject_id,
        snapshot_week,
        end_week,
        resolution
    from {{ ref('int_alert_triggers') }}
),

answers as (
    select
        alert_rule_id,
        subject_id,
        known_week
    from {{ ref('int_alert_responses') }}
    where rejection_reason is null
),

newest as (
    select max(snapshot_week) as snapshot_week
    from {{ ref('int_snapshot_weeks') }}
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
    from triggers
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
        episode,
        min(snapshot_week) as opened_week,
        max(last_end_week) as end_week,
        min(case when end_week = last_end_week then resolution end) as resolution
    from last_ends
    group by 1, 2, 3, 4
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
                <= {{ weeks_after('followed.former_end_week', 'rules.cooldown_weeks') }}
                then 0
            else 1
        end) over (
            partition by followed.alert_rule_id, followed.subject_id
            order by followed.opened_week
            rows between unbounded preceding and current row
        ) as alert
    from followed
    inner join rules on followed.alert_rule_id = rules.alert_rule_id
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
        alerts.resolution,
        {{ weeks_between('alerts.opened_week', 'alerts.end_week') }} as weeks_open
    from alerts
    cross join newest
)

select * from final
