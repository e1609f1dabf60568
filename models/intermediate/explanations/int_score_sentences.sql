with account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        {{ round_to('score', 2) }} as score,
        {{ round_to('score_calculated', 2) }} as score_calculated,
        scale_max,
        band,
        band_label,
        mid_rank,
        is_overridden,
        override_author,
        override_reason
    from {{ ref('int_banded_scores') }}
    where {{ in_rescored_snapshots(weeks_before=1) }} and is_in_force
),

scorecards as (
    select
        scorecard_id,
        rollup = 'sum' as is_sum,
        lifecycle = 'onboarding' as is_for_onboarding
    from {{ ref('scorecards') }}
),

-- Where the place among all decides the band, the sentence names the place.
ranked_versions as (
    select distinct
        scorecard_id,
        version
    from {{ ref('bands') }}
    where band_on = 'mid_rank'
),

onboarding as (
    select
        label,
        true as is_for_onboarding
    from {{ ref('int_bands') }}
    where scorecard_id = '*' and band_id = 'onboarding'
),

account_weeks as (
    select
        account_id,
        snapshot_week,
        lifecycle_reason
    from {{ ref('int_account_weeks') }}
    where {{ in_rescored_snapshots() }}
),

reasons as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        coverage_note,
        reason
    from {{ ref('int_score_reasons') }}
    where {{ in_rescored_snapshots() }}
),

-- The card of young accounts has a word of its own in place of the band.
-- A change stays within one card.
scored as (
    select
        account_scores.*,
        scorecards.is_sum,
        scorecards.is_for_onboarding,
        case
            when scorecards.is_for_onboarding then onboarding.label
            else account_scores.band_label
        end as head_label,
        case when scorecards.is_for_onboarding then account_weeks.lifecycle_reason end
            as lifecycle_reason,
        case when ranked_versions.scorecard_id is not null then account_scores.mid_rank end
            as place,
        {{ round_to('account_scores.score - last_scores.score', 2) }} as change,
        reasons.coverage_note,
        reasons.reason
    from account_scores
    inner join scorecards on account_scores.scorecard_id = scorecards.scorecard_id
    left join ranked_versions
        on
            account_scores.scorecard_id = ranked_versions.scorecard_id
            and account_scores.version = ranked_versions.version
    left join onboarding on scorecards.is_for_onboarding = onboarding.is_for_onboarding
    left join account_weeks
        on
            account_scores.account_id = account_weeks.account_id
            and account_scores.snapshot_week = account_weeks.snapshot_week
    left join reasons
        on
            account_scores.account_id = reasons.account_id
            and account_scores.snapshot_week = reasons.snapshot_week
            and account_scores.scorecard_id = reasons.scorecard_id
    left join account_scores as last_scores
        on
            account_scores.account_id = last_scores.account_id
            and account_scores.scorecard_id = last_scores.scorecard_id
            and account_scores.snapshot_week = {{ weeks_after('last_scores.snapshot_week', 1) }}
    where {{ in_rescored_snapshots('account_scores.snapshot_week') }}
),

-- A sum is told in short points, a mean with one decimal, rounded down.
worded as (
    select
        *,
        case
            when is_sum then {{ short_points_text('score') }}
            else {{ score_text('score') }}
        end
        || case
            when scale_max = 100 then ''
            else ' of ' || {{ short_points_text('scale_max') }}
        end as score_text,
        case
            when is_sum then {{ short_points_text('score_calculated') }}
            else {{ score_text('score_calculated') }}
        end as rules_text,
        case
            when is_sum then {{ short_points_text('abs(change)') }}
            else {{ points_text('abs(change)') }}
        end as change_points_text
    from scored
),

phrased as (
    select
        *,
        case
            when score is not null then coalesce(head_label, 'Scored') || ' at ' || score_text
            when head_label is null then 'Not scored'
            when band = 'insufficient_data' and not is_for_onboarding then 'Not scored'
            else head_label || ' without a score'
        end as head_text,
        case
            when change is null then ''
            when {{ round_to('change', 1) }} = 0 then ' (unchanged on last week)'
            when change > 0 then ' (' || change_points_text || ' up on last week)'
            else ' (' || change_points_text || ' down on last week)'
        end as change_text,
        coalesce(', percentile ' || replace({{ percent_text('place') }}, '%', ''), '')
            as place_text,
        case
            when is_overridden
                then
                    ', set by hand by ' || coalesce(override_author, 'somebody')
                    || coalesce(' (' || override_reason || ')', '')
                    || coalesce(', by the rules ' || rules_text, '')
            else ''
        end as override_text,
        coalesce(', ' || lifecycle_reason, '') as lifecycle_text
    from worded
),

final as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        coverage_note,
        head_text || change_text || place_text || override_text || lifecycle_text || ': '
        || reason as sentence
    from phrased
)

select * from final
