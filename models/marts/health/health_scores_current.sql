{{ config(materialized='table') }}

with health_scores as (
    select
        account_id,
        snapshot_week,
        account_name,
        segment,
        plan,
        owner_name,
        lifecycle,
        lifecycle_reason,
        scorecard_id,
        version,
        score,
        band,
        band_label,
        band_colour,
        band_rank,
        grade,
        band_meaning,
        product_usage_score,
        engagement_score,
        support_experience_score,
        financial_health_score,
        score_last_week,
        change,
        score_4_weeks_ago,
        change_4_weeks,
        weight_observed,
        coverage_note,
        families_not_observed,
        score_calculated,
        score_without_subjective,
        is_overridden,
        override_author,
        override_reason,
        framework_score,
        framework_band,
        framework_band_label,
        framework_band_colour,
        framework_weight_observed,
        framework_is_overridden,
        driver_down_1_id,
        driver_down_1_label,
        driver_down_1_points,
        driver_down_2_id,
        driver_down_2_label,
        driver_down_2_points,
        driver_down_3_id,
        driver_down_3_label,
        driver_down_3_points,
        driver_up_1_id,
        driver_up_1_label,
        driver_up_1_points,
        driver_up_2_id,
        driver_up_2_label,
        driver_up_2_points,
        driver_up_3_id,
        driver_up_3_label,
        driver_up_3_points,
        sentence,
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
),

newest as (
    select max(snapshot_week) as snapshot_week
    from health_scores
),

final as (
    select health_scores.*
    from health_scores
    inner join newest on health_scores.snapshot_week = newest.snapshot_week
)

select * from final
