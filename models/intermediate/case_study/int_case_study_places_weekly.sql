{{ config(materialized='view') }}

with account_scores as (
    select
        account_id,
        snapshot_week,
        score
    from {{ ref('int_banded_scores') }}
    where is_in_force and scorecard_id = 'case_study'
),

eligibility as (
    select
        account_id,
        snapshot_week,
        ineligible_reason is null as is_eligible
    from {{ ref('int_case_study_eligibility_weekly') }}
),

-- Nulls come last, so that they take no place from anybody.
ranked as (
    select
        account_scores.account_id,
        account_scores.snapshot_week,
        account_scores.score,
        eligibility.is_eligible,
        rank() over (
            partition by account_scores.snapshot_week
            order by account_scores.score desc nulls last
        ) as place,
        rank() over (
            partition by account_scores.snapshot_week, eligibility.is_eligible
            order by account_scores.score desc nulls last
        ) as place_among_equals
    from account_scores
    inner join eligibility
        on
            account_scores.account_id = eligibility.account_id
            and account_scores.snapshot_week = eligibility.snapshot_week
),

final as (
    select
        account_id,
        snapshot_week,
        score,
        case when score is not null then cast(place as integer) end as place,
        case when is_eligible and score is not null then cast(place_among_equals as integer) end
            as place_among_eligible
    from ranked
)

select * from final
