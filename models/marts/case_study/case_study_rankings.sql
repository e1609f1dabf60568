with account_weeks as (
    select
        account_id,
        snapshot_week,
        account_name,
        segment,
        industry,
        region,
        use_case,
        plan,
        owner_name,
        lifecycle
    from {{ ref('int_account_weeks') }}
    where
        {{ in_rescored_snapshots() }}
        and is_alive
),

account_scores as (
    select
        account_id,
        snapshot_week,
        version,
        score,
        score_calculated,
        band,
        band_label,
        band_colour,
        band_rank,
        weight_observed,
        families_not_observed,
        is_overridden,
        override_author,
        override_reason
    from {{ ref('fct_account_scores') }}
    where
        {{ in_rescored_snapshots() }}
        and is_in_force and scorecard_id = 'case_study'
),

category_scores as (
    select
        account_id,
        snapshot_week,
        max(case when category_id = 'nps' then score end) as nps_score,
        max(case when category_id = 'engagement' then score end) as engagement_score,
        max(case when category_id = 'support' then score end) as support_health,
        max(case when category_id = 'tenure' then score end) as tenure_score
    from {{ ref('fct_category_scores') }}
    where
        {{ in_rescored_snapshots() }}
        and is_in_force and scorecard_id = 'case_study'
    group by 1, 2
),

survey_scores as (
    select
        account_id,
        snapshot_week,
        n_answers
    from {{ ref('int_survey_scores_weekly') }}
    where
        {{ in_rescored_snapshots() }}
        and signal_id = 'nps_ltr'
),

sentences as (
    select
        account_id,
        snapshot_week,
        coverage_note,
        sentence
    from {{ ref('int_score_sentences') }}
    where
        {{ in_rescored_snapshots() }}
        and scorecard_id = 'case_study'
),

drivers as (
    select
        account_id,
        snapshot_week,
        driver_down_1_id,
        driver_down_1_points,
        driver_up_1_id,
        driver_up_1_points
    from {{ ref('int_score_drivers') }}
    where
        {{ in_rescored_snapshots() }}
        and scorecard_id = 'case_study'
),

bands as (
    select
        version,
        band_id,
        meaning
    from {{ ref('int_bands') }}
    where scorecard_id = 'case_study'
),

eligibility as (
    select
        account_id,
        snapshot_week,
        has_open_escalation,
        refused_date,
        last_asked_date,
        ineligible_reason,
        not_known
    from {{ ref('int_case_study_eligibility_weekly') }}
    where {{ in_rescored_snapshots() }}
),

weeks as (
    select
        snapshot_week,
        snapshot_month,
        is_month_list,
        week_ago,
        steady_points
    from {{ ref('int_case_study_weeks') }}
),

places as (
    select
        account_id,
        snapshot_week,
        score,
        place,
        place_among_eligible
    from {{ ref('int_case_study_places_weekly') }}
),

compared as (
    select
        places.account_id,
        places.snapshot_week,
        places.score,
        places.place,
        places.place_among_eligible,
        weeks.snapshot_month,
        weeks.is_month_list,
        weeks.week_ago,
        weeks.steady_points,
        places_ago.score as score_ago,
        places_ago.place as place_ago,
        {{ round_score('places.score - places_ago.score') }} as score_change
    from places
    inner join weeks on places.snapshot_week = weeks.snapshot_week
    left join places as places_ago
        on
            places.account_id = places_ago.account_id
            and weeks.week_ago = places_ago.snapshot_week
    where {{ in_rescored_snapshots('places.snapshot_week') }}
),

final as (
    select
        compared.account_id,
        compared.snapshot_week,
        compared.snapshot_month,
        compared.is_month_list,
        account_weeks.account_name,
        account_weeks.segment,
        account_weeks.industry,
        account_weeks.region,
        account_weeks.use_case,
        account_weeks.plan,
        account_weeks.owner_name,
        account_weeks.lifecycle,
        account_scores.version,
        compared.place as rank,
        {{ round_to('compared.score', 2) }} as score,
        account_scores.band,
        account_scores.band_label,
        account_scores.band_colour,
        cast(account_scores.band_rank as integer) as band_rank,
        bands.meaning as band_meaning,
        {{ round_to('category_scores.nps_score', 2) }} as nps_score,
        cast(coalesce(survey_scores.n_answers, 0) as integer) as n_survey_answers,
        {{ round_to('category_scores.engagement_score', 2) }} as engagement_score,
        {{ round_to('category_scores.support_health', 2) }} as support_health,
        {{ round_to('category_scores.tenure_score', 2) }} as tenure_score,
        compared.place_ago as rank_month_ago,
        {{ round_to('compared.score_ago', 2) }} as score_month_ago,
        {{ round_to('compared.score_change', 2) }} as change,
        case
            when compared.score is null or compared.week_ago is null then null
            when compared.score_ago is null then 'new'
            when abs(compared.score_change) < compared.steady_points then 'steady'
            when compared.score_change > 0 then 'rising'
            else 'falling'
        end as direction,
        eligibility.ineligible_reason is null as is_eligible,
        eligibility.ineligible_reason,
        eligibility.not_known as eligibility_not_known,
        compared.place_among_eligible as rank_among_eligible,
        eligibility.has_open_escalation,
        eligibility.refused_date,
        eligibility.last_asked_date,
        {{ round_to('account_scores.weight_observed', 4) }} as weight_observed,
        account_scores.families_not_observed,
        sentences.coverage_note,
        {{ round_to('account_scores.score_calculated', 2) }} as score_calculated,
        account_scores.is_overridden,
        account_scores.override_author,
        account_scores.override_reason,
        drivers.driver_down_1_id,
        {{ round_to('drivers.driver_down_1_points', 2) }} as driver_down_1_points,
        drivers.driver_up_1_id,
        {{ round_to('drivers.driver_up_1_points', 2) }} as driver_up_1_points,
        sentences.sentence
    from compared
    inner join account_weeks
        on
            compared.account_id = account_weeks.account_id
            and compared.snapshot_week = account_weeks.snapshot_week
    left join account_scores
        on
            compared.account_id = account_scores.account_id
            and compared.snapshot_week = account_scores.snapshot_week
    left join eligibility
        on
            compared.account_id = eligibility.account_id
            and compared.snapshot_week = eligibility.snapshot_week
    left join category_scores
        on
            compared.account_id = category_scores.account_id
            and compared.snapshot_week = category_scores.snapshot_week
    left join survey_scores
        on
            compared.account_id = survey_scores.account_id
            and compared.snapshot_week = survey_scores.snapshot_week
    left join drivers
        on
            compared.account_id = drivers.account_id
            and compared.snapshot_week = drivers.snapshot_week
    left join sentences
        on
            compared.account_id = sentences.account_id
            and compared.snapshot_week = sentences.snapshot_week
    left join bands
        on
            account_scores.version = bands.version
            and account_scores.band = bands.band_id
)

select * from final
