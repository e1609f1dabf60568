{{ config(materialized='view') }}

-- Of cards whose drivers a mart shows: the others have most of what no rubric scored.
with score_drivers as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        driver_down_1_id,
        driver_down_1_label,
        driver_down_1_value,
        driver_down_2_id,
        driver_down_2_label,
        driver_down_2_value,
        driver_down_3_id,
        driver_down_3_label,
        driver_down_3_value,
        driver_up_1_id,
        driver_up_1_label,
        driver_up_1_value,
        driver_up_2_id,
        driver_up_2_label,
        driver_up_2_value,
        driver_up_3_id,
        driver_up_3_label,
        driver_up_3_value
    from {{ ref('int_score_drivers') }}
    where scorecard_id in ('health', 'health_onboarding', 'case_study')
),

units as (
    select
        signal_id,
        unit
    from {{ ref('signals') }}
),

company as (
    select currency
    from {{ ref('int_company') }}
),

final as (
    select
        score_drivers.account_id,
        score_drivers.snapshot_week,
        score_drivers.scorecard_id,
        score_drivers.version,
        coalesce(
            score_drivers.driver_down_1_label,
            {{ value_text(
                'score_drivers.driver_down_1_value', 'down_1.unit', 'company.currency'
            ) }}
        ) as driver_down_1_label,
        coalesce(
            score_drivers.driver_down_2_label,
            {{ value_text(
                'score_drivers.driver_down_2_value', 'down_2.unit', 'company.currency'
            ) }}
        ) as driver_down_2_label,
        coalesce(
            score_drivers.driver_down_3_label,
            {{ value_text(
                'score_drivers.driver_down_3_value', 'down_3.unit', 'company.currency'
            ) }}
        ) as driver_down_3_label,
        coalesce(
            score_drivers.driver_up_1_label,
            {{ value_text(
                'score_drivers.driver_up_1_value', 'up_1.unit', 'company.currency'
            ) }}
        ) as driver_up_1_label,
        coalesce(
            score_drivers.driver_up_2_label,
            {{ value_text(
                'score_drivers.driver_up_2_value', 'up_2.unit', 'company.currency'
            ) }}
        ) as driver_up_2_label,
        coalesce(
            score_drivers.driver_up_3_label,
            {{ value_text(
                'score_drivers.driver_up_3_value', 'up_3.unit', 'company.currency'
            ) }}
        ) as driver_up_3_label
    from score_drivers
    cross join company
    left join units as down_1 on score_drivers.driver_down_1_id = down_1.signal_id
    left join units as down_2 on score_drivers.driver_down_2_id = down_2.signal_id
    left join units as down_3 on score_drivers.driver_down_3_id = down_3.signal_id
    left join units as up_1 on score_drivers.driver_up_1_id = up_1.signal_id
    left join units as up_2 on score_drivers.driver_up_2_id = up_2.signal_id
    left join units as up_3 on score_drivers.driver_up_3_id = up_3.signal_id
)

select * from final
