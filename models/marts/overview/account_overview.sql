with health as (
    select
        account_id,
        snapshot_week,
        account_name,
        segment,
        region,
        vertical,
        use_case,
        plan,
        owner_name,
        lifecycle,
        lifecycle_reason,
        recurring_revenue,
        currency,
        renewal_date,
        weeks_to_renewal,
        is_renewal_within_horizon,
        is_renewal_settled,
        scorecard_id,
        version,
        score,
        band,
        band_label,
        band_colour,
        band_rank,
        change,
        change_4_weeks,
        weight_observed,
        coverage_note,
        is_overridden,
        sentence,
        framework_score,
        framework_band_label,
        {{ driver_text('driver_down_1') }} as driver_down_1,
        {{ driver_text('driver_down_2') }} as driver_down_2,
        {{ driver_text('driver_down_3') }} as driver_down_3,
        {{ driver_text('driver_up_1') }} as driver_up_1,
        {{ driver_text('driver_up_2') }} as driver_up_2,
        {{ driver_text('driver_up_3') }} as driver_up_3,
        playbook_id,
        cadence,
        playbook_owner,
        review,
        first_action,
        first_action_due_date,
        first_action_due_date < snapshot_week as is_first_action_past_due,
        next_review_date,
        escalate_to
    from {{ ref('health_scores_current') }}
),

tiers as (
    select
        account_id,
        snapshot_week,
        total,
        tier,
        tier_label,
        tier_colour,
        change
    from {{ ref('value_tiers') }}
),

adoption as (
    select
        account_id,
        snapshot_week,
        score,
        band_label,
        band_colour,
        change
    from {{ ref('adoption_overview') }}
),

case_study as (
    select
        account_id,
        snapshot_week,
        score,
        band_label,
        band_colour,
        rank,
        rank_among_eligible,
        is_eligible,
        ineligible_reason
    from {{ ref('case_study_rankings') }}
),

open_alerts as (
    select
        alert_id,
        account_id,
        severity,
        last_reason,
        due_date
    from {{ ref('score_alerts') }}
    where status = 'open' and account_id is not null
),

-- The worst is the most severe, of these the one that is due first.
ranked_alerts as (
    select
        account_id,
        severity,
        last_reason,
        due_date,
        count(*) over (partition by account_id) as n_open_alerts,
        row_number() over (
            partition by account_id
            order by
                case when severity = 'critical' then 0 else 1 end,
                case when severity = 'high' then 0 else 1 end,
                case when severity = 'medium' then 0 else 1 end,
                due_date,
                alert_id
        ) as place
    from open_alerts
),

worst_alerts as (
    select
        account_id,
        n_open_alerts,
        severity,
        last_reason,
        due_date
    from ranked_alerts
    where place = 1
),

final as (
    select
        health.account_id,
        health.snapshot_week,
        health.account_name,
        health.segment,
        health.region,
        health.vertical,
        health.use_case,
        health.plan,
        health.owner_name,
        health.lifecycle,
        health.lifecycle_reason,
        health.recurring_revenue,
        health.currency,
        health.renewal_date,
        health.weeks_to_renewal,
        health.is_renewal_within_horizon,
        health.is_renewal_settled,
        health.scorecard_id as health_scorecard_id,
        health.version as health_version,
        health.score as health_score,
        health.band as health_band,
        health.band_label as health_band_label,
        health.band_colour as health_band_colour,
        health.band_rank as health_band_rank,
        health.change as health_change,
        health.change_4_weeks as health_change_4_weeks,
        health.sentence,
        health.coverage_note,
        health.weight_observed,
        health.is_overridden,
        health.driver_down_1,
        health.driver_down_2,
        health.driver_down_3,
        health.driver_up_1,
        health.driver_up_2,
        health.driver_up_3,
        health.framework_score,
        health.framework_band_label,
        tiers.total as value_total,
        tiers.tier as value_tier,
        tiers.tier_label as value_tier_label,
        tiers.tier_colour as value_tier_colour,
        tiers.change as value_change,
        adoption.score as adoption_score,
        adoption.band_label as adoption_band_label,
        adoption.band_colour as adoption_band_colour,
        adoption.change as adoption_change,
        case_study.score as case_study_score,
        case_study.band_label as case_study_band_label,
        case_study.band_colour as case_study_band_colour,
        case_study.rank as case_study_rank,
        case_study.rank_among_eligible as case_study_rank_among_eligible,
        case_study.is_eligible as is_case_study_eligible,
        case_study.ineligible_reason as case_study_ineligible_reason,
        cast(coalesce(worst_alerts.n_open_alerts, 0) as integer) as n_open_alerts,
        worst_alerts.severity as worst_alert_severity,
        worst_alerts.last_reason as worst_alert,
        worst_alerts.due_date as worst_alert_due_date,
        health.playbook_id,
        health.cadence,
        health.playbook_owner,
        health.review,
        health.first_action,
        health.first_action_due_date,
        health.is_first_action_past_due,
        health.next_review_date,
        health.escalate_to
    from health
    left join tiers
        on
            health.account_id = tiers.account_id
            and health.snapshot_week = tiers.snapshot_week
    left join adoption
        on
            health.account_id = adoption.account_id
            and health.snapshot_week = adoption.snapshot_week
    left join case_study
        on
            health.account_id = case_study.account_id
            and health.snapshot_week = case_study.snapshot_week
    left join worst_alerts on health.account_id = worst_alerts.account_id
)

select * from final
