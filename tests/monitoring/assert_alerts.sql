-- Alert rules mean something, alerts and watchlist keep their keys and say what the scores say.
{% set tables = [
    {
        'table': 'alert_rules',
        'remedy': 'Correct seeds/scorecards/alert_rules.csv.',
        'key': ['alert_rule_id'],
        'not_null': [
            'kind', 'is_quieted_by_others', 'cooldown_weeks', 'severity', 'due_in_days', 'owner',
            'what_to_do',
        ],
        'accepted_values': {
            'kind': ['fall', 'high_value_fall', 'band_entry', 'stale_source'],
            'severity': ['critical', 'high', 'medium', 'low'],
        },
        'ranges': {
            'compared_weeks': [1, none],
            'trigger_points': [0, none],
            'release_points': [0, none],
            'release_weeks': [1, none],
            'settled_after_weeks': [1, none],
            'known_weeks': [1, none],
            'done_quiet_weeks': [1, none],
            'dismissed_quiet_weeks': [1, none],
            'cooldown_weeks': [0, none],
            'due_in_days': [0, none],
        },
    },
    'int_alert_conditions_weekly',
    'int_alert_responses',
    'int_alert_closing_answers',
    'int_alert_quiet_weeks',
    'int_alert_triggers',
    'int_alert_episodes',
] %}
with rules as (
    select *
    from {{ ref('alert_rules') }}
),

card_bands as (
    select distinct
        scorecard_id,
        band_id,
        band_on
    from {{ ref('bands') }}
),

playbooks as (
    select distinct playbook_id
    from {{ ref('playbooks') }}
),

alerts as (
    select
        score_alerts.*,
        rules.trigger_points,
        lag(score_alerts.answered_at) over (
            partition by
                score_alerts.alert_rule_id, score_alerts.account_id, score_alerts.source_family
            order by score_alerts.opened_week
        ) as former_answered_at,
        {{ weeks_after(
            'lag(score_alerts.resolved_week) over ('
            'partition by score_alerts.alert_rule_id, '
            'score_alerts.account_id, score_alerts.source_family '
            'order by score_alerts.opened_week)',
            'rules.cooldown_weeks',
        ) }} as cools_until,
        coalesce(score_alerts.account_id, score_alerts.source_family) as subject_id
    from {{ ref('score_alerts') }} as score_alerts
    inner join rules on score_alerts.alert_rule_id = rules.alert_rule_id
),

watchlist as (
    select
        snapshot_week,
        count(*) as n_listed,
        max(place) as last_place,
        max(attention_rank) as last_rank,
        count(distinct attention_rank) as n_ranks
    from {{ ref('health_watchlist') }}
    group by 1
),

at_risk as (
    select
        snapshot_week,
        count(*) as n_at_risk
    from {{ ref('fct_account_scores') }}
    where
        is_in_force
        and scorecard_id in ('health', 'health_onboarding')
        and band in ('critical', 'at_risk')
    group by 1
),

rule_findings as (
    select
        rules.alert_rule_id,
        case
            when (rules.kind = 'stale_source') <> (rules.scorecard_id is null)
                then 'a rule about scores names its card, one about sources none'
            when rules.kind = 'stale_source' and rules.release_weeks is null
                then 'a rule about sources needs release_weeks'
            when
                rules.kind in ('fall', 'high_value_fall')
                and (
                    rules.compared_weeks is null
                    or rules.trigger_points is null
                    or rules.release_points is null
                )
                then 'a fall needs compared_weeks, trigger_points and release_points'
            when rules.release_points >= rules.trigger_points
                then 'it would be released where it triggers: let release_points be smaller'
            when (rules.kind = 'high_value_fall') <> (rules.also_band_id is not null)
                then 'high_value_fall, and no other kind, names also_scorecard_id and also_band_id'
            when rules.also_band_id is not null and also_bands.band_id is null
                then 'also_band_id is no band of also_scorecard_id'
            when
                rules.kind = 'band_entry'
                and (card_bands.band_id is null or rules.release_points is null)
                then 'a band entry needs release_points and a band_id of its card'
            when rules.kind = 'band_entry' and card_bands.band_on <> 'score'
                then 'the bands of this card do not part the score: no points lie above them'
            when rules.playbook_id is not null and playbooks.playbook_id is null
                then 'the playbook is unknown'
            when rules.worse_points <= 0
                then 'worse_points must be above 0: a score that stands is no worse'
        end as finding
    from rules
    left join card_bands
        on
            rules.scorecard_id = card_bands.scorecard_id
            and rules.band_id = card_bands.band_id
    left join card_bands as also_bands
        on
            rules.also_scorecard_id = also_bands.scorecard_id
            and rules.also_band_id = also_bands.band_id
    left join playbooks on rules.playbook_id = playbooks.playbook_id
),

alert_findings as (
    select
        alert_rule_id,
        subject_id,
        opened_week,
        case
            when (subject_type = 'account') <> (account_name is not null)
                then 'an alert of an account has its name, one of a source none'
            when
                (status = 'open') <> (resolved_week is null)
                or (status = 'open') <> (resolution is null)
                then 'status, resolved_week and resolution do not agree'
            when resolved_week <= last_opened_week
                then 'it was resolved before it opened'
            when
                kind in ('fall', 'high_value_fall')
                and not coalesce(-change >= trigger_points, false)
                then 'the score did not fall so far'
            when
                (answer is not null) <> is_answered
                or (resolution in ('done', 'dismissed') and not is_answered)
                or cast(answered_at as date) < opened_week
                then 'answer, answered_at and resolution do not agree'
            when opened_week <= cools_until and former_answered_at is null
                then 'it opened within the cooldown of the alert before'
        end as finding
    from alerts
)

{{ grain_problems_of(tables) }}
union all
select
    'alert_rules (' || alert_rule_id || '): ' || finding
    || '. Correct seeds/scorecards/alert_rules.csv.' as problem
from rule_findings
where finding is not null
union all
select
    'score_alerts (' || alert_rule_id || ', ' || subject_id || ', '
    || cast(opened_week as {{ type_text() }})
    || '): ' || finding || '. Compare with int_alert_conditions_weekly.' as problem
from alert_findings
where finding is not null
union all
select
    'health_watchlist (' || cast(at_risk.snapshot_week as {{ type_text() }}) || '): it holds '
    || cast(coalesce(watchlist.n_listed, 0) as {{ type_text() }})
    || ' accounts, at risk or critical are '
    || cast(at_risk.n_at_risk as {{ type_text() }})
    || '. Compare with fct_account_scores.' as problem
from at_risk
left join watchlist on at_risk.snapshot_week = watchlist.snapshot_week
where
    coalesce(watchlist.n_listed, 0) <> at_risk.n_at_risk
    or watchlist.last_place <> at_risk.n_at_risk
    or watchlist.last_rank <> at_risk.n_at_risk
    or watchlist.n_ranks <> at_risk.n_at_risk
