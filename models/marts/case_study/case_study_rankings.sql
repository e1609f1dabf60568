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
    where is_in_force and scorecard_id = 'case_study'
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
        ineligible_reason is null as is_eligible,
        ineligible_reason,
        not_known
    from {{ ref('int_case_study_eligibility_weekly') }}
),

snapshot_weeks as (
    select
        snapshot_week,
        cast(date_trunc('month', snapshot_week) as date) as snapshot_month
    from {{ ref('int_snapshot_weeks') }}
),

parameters as (
    select
        max(case when parameter = 'comparison_weeks' then value end) as comparison_weeks,
        max(case when parameter = 'steady_points' then value end) as steady_points
    from {{ ref('scorecard_parameters') }}
    where scorecard_id = 'case_study'
),

months as (
    select
        snapshot_month,
        max(snapshot_week) as last_week
    from snapshot_weeks
    group by 1
),

-- The list of a month is its last snapshot; of a month that still runs, the newest.
compared_weeks as (
    select
        snapshot_weeks.snapshot_week,
        snapshot_weeks.snapshot_month,
        snapshot_weeks.snapshot_week = months.last_week as is_month_list,
        earlier_weeks.snapshot_week as week_ago,
        parameters.steady_points
    from snapshot_weeks
    cross join parameters
    inner join months on snapshot_weeks.snapshot_month = months.snapshot_month
    left join snapshot_weeks as earlier_weeks
        on
            snapshot_weeks.snapshot_week
            = {{ weeks_after('earlier_weeks.snapshot_week', 'parameters.comparison_weeks') }}
),

-- Nulls come last, so that they take no place from anybody.
ranked as (
    select
        account_scores.*,
        eligibility.has_open_escalation,
        eligibility.refused_date,
        eligibility.last_asked_date,
        eligibility.is_eligible,
        eligibility.ineligible_reason,
        eligibility.not_known,
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

compared as (
    select
        ranked.*,
        compared_weeks.snapshot_month,
        compared_weeks.is_month_list,
        compared_weeks.week_ago,
        compared_weeks.steady_points,
        ranked_ago.score as score_ago,
        case when ranked_ago.score is not null then ranked_ago.place end as place_ago,
        {{ round_score('ranked.score - ranked_ago.score') }} as score_change
    from ranked
    inner join compared_weeks on ranked.snapshot_week = compared_weeks.snapshot_week
    left join ranked as ranked_ago
        on
            ranked.account_id = ranked_ago.account_id
            and compared_weeks.week_ago = ranked_ago.snapshot_week
    where {{ in_rescored_snapshots('ranked.snapshot_week') }}
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
        compared.version,
        case when compared.score is not null then cast(compared.place as integer) end as rank,
        {{ round_to('compared.score', 2) }} as score,
        compared.band,
        compared.band_label,
        compared.band_colour,
        cast(compared.band_rank as integer) as band_rank,
        bands.meaning as band_meaning,
        {{ round_to('category_scores.nps_score', 2) }} as nps_score,
        cast(coalesce(survey_scores.n_answers, 0) as integer) as n_survey_answers,
        {{ round_to('category_scores.engagement_score', 2) }} as engagement_score,
        {{ round_to('category_scores.support_health', 2) }} as support_health,
        {{ round_to('category_scores.tenure_score', 2) }} as tenure_score,
        cast(compared.place_ago as integer) as rank_month_ago,
        {{ round_to('compared.score_ago', 2) }} as score_month_ago,
        {{ round_to('compared.score_change', 2) }} as change,
        case
            when compared.score is null or compared.week_ago is null then null
            when compared.score_ago is null then 'new'
            when abs(compared.score_change) < compared.steady_points then 'steady'
            when compared.score_change > 0 then 'rising'
            else 'falling'
        end as direction,
        compared.is_eligible,
        compared.ineligible_reason,
        compared.not_known as eligibility_not_known,
        case
            when compared.is_eligible and compared.score is not null
                then cast(compared.place_among_equals as integer)
        end as rank_among_eligible,
        compared.has_open_escalation,
        compared.refused_date,
        compared.last_asked_date,
        {{ round_to('compared.weight_observed', 4) }} as weight_observed,
        compared.families_not_observed,
        sentences.coverage_note,
        {{ round_to('compared.score_calculated', 2) }} as score_calculated,
        compared.is_overridden,
        compared.override_author,
        compared.override_reason,
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
    {%- for table in [
        'category_scores',
        'survey_scores',
        'drivers',
        'sentences',
    ] %}
        left join {{ table }}
            on
                compared.account_id = {{ table }}.account_id
                and compared.snapshot_week = {{ table }}.snapshot_week
    {%- endfor %}
    left join bands
        on
            compared.version = bands.version
            and compared.band = bands.band_id
)

select * from final
