with account_weeks as (
    select
        account_id,
        snapshot_week,
        account_name,
        segment,
        plan,
        owner_name,
        lifecycle,
        lifecycle_reason
    from {{ ref('int_account_weeks') }}
    where is_alive
),

account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        score,
        score_calculated,
        score_without_subjective,
        band,
        band_label,
        band_colour,
        band_rank,
        grade,
        weight_observed,
        min_weight_observed,
        no_score_reason,
        is_overridden,
        override_author,
        override_reason
    from {{ ref('fct_account_scores') }}
    where is_in_force and scorecard_id in ('health', 'health_onboarding')
),

category_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        max(case when category_id = 'product_usage' then score end) as product_usage_score,
        max(case when category_id = 'engagement' then score end) as engagement_score,
        max(case when category_id = 'support_experience' then score end)
            as support_experience_score,
        max(case when category_id = 'financial_health' then score end) as financial_health_score
    from {{ ref('fct_category_scores') }}
    where is_in_force and scorecard_id in ('health', 'health_onboarding')
    group by 1, 2, 3, 4
),

drivers as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        driver_down_1_id,
        driver_down_1_name,
        driver_down_1_label,
        driver_down_1_points,
        driver_up_1_id,
        driver_up_1_name,
        driver_up_1_label,
        driver_up_1_points,
        missing_1_name,
        driver_down_2_id,
        driver_down_2_name,
        driver_down_2_label,
        driver_down_2_points,
        driver_up_2_id,
        driver_up_2_label,
        driver_up_2_points,
        missing_2_name,
        driver_down_3_id,
        driver_down_3_label,
        driver_down_3_points,
        driver_up_3_id,
        driver_up_3_label,
        driver_up_3_points,
        missing_3_name,
        withholding_name,
        n_missing
    from {{ ref('int_score_drivers') }}
),

band_statuses as (
    select
        band_id,
        label,
        colour,
        rank,
        grade
    from {{ ref('band_statuses') }}
),

-- A young account has the status onboarding in place of a band; a change stays within one card.
scored as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        account_weeks.account_name,
        account_weeks.segment,
        account_weeks.plan,
        account_weeks.owner_name,
        account_weeks.lifecycle,
        account_weeks.lifecycle_reason,
        account_scores.scorecard_id,
        account_scores.version,
        {{ round_to('account_scores.score', 2) }} as score,
        {{ round_to('account_scores.score_calculated', 2) }} as score_calculated,
        {{ round_to('account_scores.score_without_subjective', 2) }} as score_without_subjective,
        coalesce(statuses.band_id, account_scores.band) as band,
        case when statuses.band_id is null then account_scores.band_label else statuses.label end
            as band_label,
        case when statuses.band_id is null then account_scores.band_colour else statuses.colour end
            as band_colour,
        case when statuses.band_id is null then account_scores.band_rank else statuses.rank end
            as band_rank,
        case when statuses.band_id is null then account_scores.grade else statuses.grade end
            as grade,
        {{ round_to('category_scores.product_usage_score', 2) }} as product_usage_score,
        {{ round_to('category_scores.engagement_score', 2) }} as engagement_score,
        {{ round_to('category_scores.support_experience_score', 2) }} as support_experience_score,
        {{ round_to('category_scores.financial_health_score', 2) }} as financial_health_score,
        coalesce(account_scores.weight_observed, 0) as weight_observed,
        account_scores.min_weight_observed,
        account_scores.no_score_reason,
        {{ round_to('last_scores.score', 2) }} as score_last_week,
        coalesce(account_scores.is_overridden, false) as is_overridden,
        account_scores.override_author,
        account_scores.override_reason
    from account_weeks
    left join account_scores
        on
            account_weeks.account_id = account_scores.account_id
            and account_weeks.snapshot_week = account_scores.snapshot_week
    left join category_scores
        on
            account_scores.account_id = category_scores.account_id
            and account_scores.snapshot_week = category_scores.snapshot_week
            and account_scores.scorecard_id = category_scores.scorecard_id
            and account_scores.version = category_scores.version
    left join account_scores as last_scores
        on
            account_scores.account_id = last_scores.account_id
            and account_scores.scorecard_id = last_scores.scorecard_id
            and account_scores.snapshot_week = {{ weeks_after('last_scores.snapshot_week', 1) }}
    left join band_statuses as statuses
        on
            statuses.band_id = case
                when account_weeks.lifecycle = 'onboarding' then 'onboarding'
                when account_scores.account_id is null then 'insufficient_data'
            end
),

explained as (
    select
        scored.*,
        {{ round_to('scored.score - scored.score_last_week', 2) }} as change,
        drivers.driver_down_1_id,
        drivers.driver_down_1_label,
        {{ round_to('drivers.driver_down_1_points', 2) }} as driver_down_1_points,
        drivers.driver_down_2_id,
        drivers.driver_down_2_label,
        {{ round_to('drivers.driver_down_2_points', 2) }} as driver_down_2_points,
        drivers.driver_down_3_id,
        drivers.driver_down_3_label,
        {{ round_to('drivers.driver_down_3_points', 2) }} as driver_down_3_points,
        drivers.driver_up_1_id,
        drivers.driver_up_1_label,
        {{ round_to('drivers.driver_up_1_points', 2) }} as driver_up_1_points,
        drivers.driver_up_2_id,
        drivers.driver_up_2_label,
        {{ round_to('drivers.driver_up_2_points', 2) }} as driver_up_2_points,
        drivers.driver_up_3_id,
        drivers.driver_up_3_label,
        {{ round_to('drivers.driver_up_3_points', 2) }} as driver_up_3_points,
        drivers.withholding_name,
        drivers.driver_down_1_name || ' ('
        || coalesce(drivers.driver_down_1_label || ', ', '')
        || {{ points_text('drivers.driver_down_1_points') }} || ' points)' as down_1_text,
        drivers.driver_down_2_name || ' ('
        || coalesce(drivers.driver_down_2_label || ', ', '')
        || {{ points_text('drivers.driver_down_2_points') }} || ' points)' as down_2_text,
        drivers.driver_up_1_name || ' ('
        || coalesce(drivers.driver_up_1_label || ', ', '')
        || {{ points_text('drivers.driver_up_1_points') }} || ' points)' as up_1_text,
        drivers.missing_1_name
        || coalesce(', ' || drivers.missing_2_name, '')
        || coalesce(', ' || drivers.missing_3_name, '')
        || case
            when drivers.n_missing > 3
                then ' and ' || cast(drivers.n_missing - 3 as text) || ' more'
            else ''
        end as missing_text
    from scored
    left join drivers
        on
            scored.account_id = drivers.account_id
            and scored.snapshot_week = drivers.snapshot_week
            and scored.scorecard_id = drivers.scorecard_id
            and scored.version = drivers.version
),

phrased as (
    select
        *,
        case
            when
                score is not null
                then coalesce(band_label, 'Scored') || ' at ' || {{ points_text('score') }}
            when no_score_reason is null or band = 'insufficient_data' then 'Not scored'
            else band_label || ' without a score'
        end as head_text,
        case
            when change is null then ''
            when {{ round_to('change', 1) }} = 0 then ' (unchanged on last week)'
            else
                ' (' || {{ points_text('abs(change)') }}
                || case when change > 0 then ' up' else ' down' end || ' on last week)'
        end as change_text,
        case
            when is_overridden
                then
                    ', set by hand by ' || coalesce(override_author, 'somebody')
                    || coalesce(' (' || override_reason || ')', '')
                    || coalesce(', by the rules ' || {{ points_text('score_calculated') }}, '')
            else ''
        end as override_text,
        case when lifecycle = 'onboarding' then coalesce(', ' || lifecycle_reason, '') else '' end
            as lifecycle_text,
        case
            when scorecard_id is null then 'no version of the card was in force'
            when no_score_reason = 'withheld'
                then 'the rules give no score while ' || withholding_name || ' is missing'
            when no_score_reason is not null
                then
                    {{ percent_text('weight_observed') }} || ' of the weight is observed and '
                    || {{ percent_text('min_weight_observed') }} || ' is needed'
                    || coalesce('; missing most: ' || missing_text, '')
            else
                coalesce(
                    'held back most by ' || down_1_text || coalesce(' and ' || down_2_text, ''),
                    'nothing holds it back'
                )
                || coalesce('; carried most by ' || up_1_text, '')
        end as reason_text,
        case
            when scorecard_id is null or no_score_reason is not null then ''
            else ' ' || {{ percent_text('weight_observed') }} || ' of the weight observed.'
        end as coverage_text
    from explained
),

final as (
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
        cast(band_rank as integer) as band_rank,
        grade,
        product_usage_score,
        engagement_score,
        support_experience_score,
        financial_health_score,
        score_last_week,
        change,
        {{ round_to('weight_observed', 4) }} as weight_observed,
        missing_text as coverage_note,
        score_calculated,
        score_without_subjective,
        is_overridden,
        override_author,
        override_reason,
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
        head_text || change_text || override_text || lifecycle_text || ': ' || reason_text || '.'
        || coverage_text as sentence
    from phrased
)

select * from final
