with account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        {{ round_to('score', 2) }} as score,
        {{ round_to('score_calculated', 2) }} as score_calculated,
        scale_max,
        scale_max / nullif(n_signals, 0) as signal_scale,
        band,
        band_label,
        mid_rank,
        weight_observed,
        min_weight_observed,
        no_score_reason,
        is_overridden,
        override_author,
        override_reason
    from {{ ref('fct_account_scores') }}
    where is_in_force
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

band_statuses as (
    select
        band_id,
        label
    from {{ ref('band_statuses') }}
),

account_weeks as (
    select
        account_id,
        snapshot_week,
        lifecycle_reason
    from {{ ref('int_account_weeks') }}
),

drivers as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        driver_down_1_name,
        driver_down_1_label,
        driver_down_1_points,
        driver_down_1_score,
        driver_down_2_name,
        driver_down_2_label,
        driver_down_2_points,
        driver_down_2_score,
        driver_up_1_name,
        driver_up_1_label,
        driver_up_1_points,
        driver_up_1_score,
        missing_1_name,
        missing_2_name,
        missing_3_name,
        withholding_name,
        n_missing
    from {{ ref('int_score_drivers') }}
),

-- The card of young accounts has a word of its own in place of the band.
-- A change stays within one card.
scored as (
    select
        account_scores.*,
        scorecards.is_sum,
        scorecards.is_for_onboarding,
        case
            when scorecards.is_for_onboarding then statuses.label
            else account_scores.band_label
        end as head_label,
        case when scorecards.is_for_onboarding then account_weeks.lifecycle_reason end
            as lifecycle_reason,
        case when ranked_versions.scorecard_id is not null then account_scores.mid_rank end
            as place,
        {{ round_to('account_scores.score - last_scores.score', 2) }} as change
    from account_scores
    inner join scorecards on account_scores.scorecard_id = scorecards.scorecard_id
    left join ranked_versions
        on
            account_scores.scorecard_id = ranked_versions.scorecard_id
            and account_scores.version = ranked_versions.version
    left join band_statuses as statuses on statuses.band_id = 'onboarding'
    left join account_weeks
        on
            account_scores.account_id = account_weeks.account_id
            and account_scores.snapshot_week = account_weeks.snapshot_week
    left join account_scores as last_scores
        on
            account_scores.account_id = last_scores.account_id
            and account_scores.scorecard_id = last_scores.scorecard_id
            and account_scores.snapshot_week = {{ weeks_after('last_scores.snapshot_week', 1) }}
),

-- Numbers as text: a mean names the points that a signal costs or earns, a sum the points it has.
worded as (
    select
        scored.*,
        case
            when scored.is_sum then {{ short_points_text('scored.score') }}
            else {{ score_text('scored.score') }}
        end
        || case
            when scored.scale_max = 100 then ''
            else ' of ' || {{ short_points_text('scored.scale_max') }}
        end as score_text,
        case
            when scored.is_sum then {{ short_points_text('scored.score_calculated') }}
            else {{ score_text('scored.score_calculated') }}
        end as rules_text,
        case
            when scored.is_sum then {{ short_points_text('abs(scored.change)') }}
            else {{ points_text('abs(scored.change)') }}
        end as change_points_text,
        drivers.withholding_name,
        {% for driver in ['down_1', 'down_2', 'up_1'] %}
            drivers.driver_{{ driver }}_name || ' ('
            || coalesce(drivers.driver_{{ driver }}_label || ', ', '')
            || case
                when scored.is_sum
                    then
                        {{ short_points_text('drivers.driver_' ~ driver ~ '_score') }} || ' of '
                        || {{ short_points_text('scored.signal_scale') }}
                else {{ points_text('drivers.driver_' ~ driver ~ '_points') }} || ' points'
            end || ')' as {{ driver }}_text,
        {% endfor %}
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
        coalesce(', ' || lifecycle_reason, '') as lifecycle_text,
        case
            when no_score_reason = 'withheld'
                then 'the rules give no score while ' || withholding_name || ' is missing'
            when no_score_reason is not null
                then
                    {{ percent_text('weight_observed') }} || ' of the weight is observed and '
                    || {{ percent_text('min_weight_observed') }} || ' is needed'
                    || coalesce('; missing most: ' || missing_text, '')
            else
                coalesce(
                    case when is_sum then 'weakest in ' else 'held back most by ' end
                    || down_1_text || coalesce(' and ' || down_2_text, ''),
                    'nothing holds it back'
                )
                || coalesce(
                    case when is_sum then '; strongest in ' else '; carried most by ' end
                    || up_1_text,
                    ''
                )
        end as reason_text,
        case
            when no_score_reason is not null then ''
            when is_sum and weight_observed < 1
                then
                    ' ' || {{ percent_text('weight_observed') }}
                    || ' of the weight observed, scaled up to the whole.'
            else ' ' || {{ percent_text('weight_observed') }} || ' of the weight observed.'
        end as coverage_text
    from worded
),

final as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        missing_text as coverage_note,
        head_text || change_text || place_text || override_text || lifecycle_text || ': '
        || reason_text || '.' || coverage_text as sentence
    from phrased
)

select * from final
