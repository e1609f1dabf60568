{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_snapshot',
    on_schema_change='fail',
) }}

with bands as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        band,
        band_label,
        band_colour,
        band_rank
    from {{ ref('fct_account_scores') }}
    where
        {{ in_rescored_snapshots() }}
        and is_in_force
        and scorecard_id in ('health', 'health_onboarding')
        and band in ('critical', 'at_risk')
),

health_scores as (
    select
        account_id,
        snapshot_week,
        account_name,
        segment,
        plan,
        owner_name,
        lifecycle,
        scorecard_id,
        version,
        score,
        change,
        change_4_weeks,
        weight_observed,
        is_overridden,
        sentence,
        {%- for driver in ['down_1', 'down_2', 'down_3'] %}
            driver_{{ driver }}_id,
            driver_{{ driver }}_label,
            driver_{{ driver }}_points,
        {%- endfor %}
        playbook_id,
        playbook_since,
        cadence,
        playbook_owner,
        review,
        next_review_date,
        escalate_to,
        first_action,
        first_action_due_date
    from {{ ref('health_scores') }}
    where {{ in_rescored_snapshots() }}
),

revenues as (
    select
        account_id,
        snapshot_week,
        value as recurring_revenue
    from {{ ref('int_account_signals') }}
    where {{ in_rescored_snapshots() }} and signal_id = 'recurring_revenue'
),

episodes as (
    select
        alert_rule_id,
        subject_id,
        opened_week,
        resolved_week
    from {{ ref('int_alert_episodes') }}
    where subject_type = 'account'
),

-- A card of young accounts has bands too, which health_scores hides behind their status.
listed as (
    select
        health_scores.*,
        bands.band,
        bands.band_label,
        bands.band_colour,
        bands.band_rank,
        revenues.recurring_revenue
    from health_scores
    inner join bands
        on
            health_scores.account_id = bands.account_id
            and health_scores.snapshot_week = bands.snapshot_week
            and health_scores.scorecard_id = bands.scorecard_id
            and health_scores.version = bands.version
    left join revenues
        on
            health_scores.account_id = revenues.account_id
            and health_scores.snapshot_week = revenues.snapshot_week
),

-- Open as of the snapshot: whether an alert opens again later is not known yet.
open_alerts as (
    select
        listed.account_id,
        listed.snapshot_week,
        count(*) as n_open_alerts,
        {{ dbt.listagg('episodes.alert_rule_id', "', '", 'order by episodes.alert_rule_id') }}
            as open_alert_rules
    from listed
    inner join episodes
        on
            listed.account_id = episodes.subject_id
            and listed.snapshot_week >= episodes.opened_week
            and listed.snapshot_week < coalesce(episodes.resolved_week, date '9999-12-31')
    group by 1, 2
),

final as (
    select
        listed.account_id,
        listed.snapshot_week,
        cast(row_number() over (
            partition by listed.snapshot_week
            order by
                listed.band_rank asc,
                listed.score asc nulls last,
                listed.recurring_revenue desc nulls last,
                listed.account_id asc
        ) as integer) as place,
        listed.account_name,
        listed.segment,
        listed.plan,
        listed.owner_name,
        listed.lifecycle,
        listed.scorecard_id,
        listed.version,
        listed.score,
        listed.band,
        listed.band_label,
        listed.band_colour,
        cast(listed.band_rank as integer) as band_rank,
        listed.playbook_since as in_band_since,
        {{ weeks_between('listed.playbook_since', 'listed.snapshot_week') }} + 1 as weeks_in_band,
        listed.change,
        listed.change_4_weeks,
        {{ round_to('listed.recurring_revenue', 2) }} as recurring_revenue,
        listed.weight_observed,
        listed.is_overridden,
        listed.sentence as reason,
        {%- for driver in ['down_1', 'down_2', 'down_3'] %}
            listed.driver_{{ driver }}_id,
            listed.driver_{{ driver }}_label,
            listed.driver_{{ driver }}_points,
        {%- endfor %}
        cast(coalesce(open_alerts.n_open_alerts, 0) as integer) as n_open_alerts,
        open_alerts.open_alert_rules,
        listed.playbook_id,
        listed.cadence,
        listed.playbook_owner,
        listed.review,
        listed.next_review_date,
        listed.first_action,
        listed.first_action_due_date,
        listed.escalate_to
    from listed
    left join open_alerts
        on
            listed.account_id = open_alerts.account_id
            and listed.snapshot_week = open_alerts.snapshot_week
)

select * from final
