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
        region,
        vertical,
        use_case,
        plan,
        owner_name,
        currency,
        renewal_date,
        weeks_to_renewal,
        is_renewal_within_horizon,
        is_renewal_settled,
        lifecycle,
        scorecard_id,
        version,
        score,
        change,
        change_4_weeks,
        weight_observed,
        is_overridden,
        sentence,
        driver_down_1_id,
        driver_down_1_name,
        driver_down_1_label,
        driver_down_1_points,
        driver_down_2_id,
        driver_down_2_name,
        driver_down_2_label,
        driver_down_2_points,
        driver_down_3_id,
        driver_down_3_name,
        driver_down_3_label,
        driver_down_3_points,
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

-- Unknown revenue has no place among the known.
revenues as (
    select
        account_id,
        snapshot_week,
        value as recurring_revenue,
        percent_rank() over (partition by snapshot_week order by value) as share_below
    from {{ ref('int_account_signals') }}
    where
        {{ in_rescored_snapshots() }} and signal_id = 'recurring_revenue' and value is not null
),

renewals as (
    select
        account_id,
        snapshot_week,
        value as weeks_left,
        coalesce(level in ('renewal_confirmed', 'renewed'), false) as is_settled
    from {{ ref('int_account_signals') }}
    where {{ in_rescored_snapshots() }} and signal_id = 'renewal_proximity'
),

parameters as (
    select
        max(case when parameter = 'attention_weight_score' then value end) as weight_score,
        max(case when parameter = 'attention_weight_fall' then value end) as weight_fall,
        max(case when parameter = 'attention_weight_revenue' then value end) as weight_revenue,
        max(case when parameter = 'attention_weight_renewal' then value end) as weight_renewal,
        max(case when parameter = 'attention_fall_points' then value end) as fall_points,
        max(case when parameter = 'attention_renewal_weeks' then value end) as renewal_weeks,
        max(case when parameter = 'attention_unknown_share' then value end) as unknown_share
    from {{ ref('monitoring_parameters') }}
    where scorecard_id = '*'
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
        revenues.recurring_revenue,
        revenues.share_below,
        renewals.weeks_left,
        coalesce(renewals.is_settled, false) as is_settled
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
    left join renewals
        on
            health_scores.account_id = renewals.account_id
            and health_scores.snapshot_week = renewals.snapshot_week
),

-- Open as of the snapshot: whether an alert opens again later is not known yet.
open_alerts as (
    select
        listed.account_id,
        listed.snapshot_week,
        count(*) as n_open_alerts,
        {{ list_of('episodes.alert_rule_id', ', ', 'episodes.alert_rule_id') }}
            as open_alert_rules
    from listed
    inner join episodes
        on
            listed.account_id = episodes.subject_id
            and listed.snapshot_week >= episodes.opened_week
            and listed.snapshot_week < coalesce(episodes.resolved_week, date '9999-12-31')
    group by 1, 2
),

-- How much each of the four says, 0 to 1. What is unknown is neither nothing nor everything;
-- a fall that is not known is none.
said as (
    select
        listed.account_id,
        listed.snapshot_week,
        coalesce(1 - listed.score / 100, parameters.unknown_share) as score_share,
        coalesce(
            {{ clamp('-listed.change_4_weeks / parameters.fall_points', 0, 1) }}, 0
        ) as fall_share,
        coalesce(listed.share_below, parameters.unknown_share) as revenue_share,
        case
            when listed.is_settled then 0
            else
                coalesce(
                    {{ clamp('1 - listed.weeks_left / parameters.renewal_weeks', 0, 1) }},
                    parameters.unknown_share
                )
        end as renewal_share,
        parameters.weight_score,
        parameters.weight_fall,
        parameters.weight_revenue,
        parameters.weight_renewal,
        parameters.weight_score + parameters.weight_fall + parameters.weight_revenue
        + parameters.weight_renewal as weight_all
    from listed
    cross join parameters
),

weighed as (
    select
        account_id,
        snapshot_week,
        {{ round_to('100 * weight_score / weight_all * score_share', 2) }} as points_for_score,
        {{ round_to('100 * weight_fall / weight_all * fall_share', 2) }} as points_for_fall,
        {{ round_to('100 * weight_revenue / weight_all * revenue_share', 2) }}
            as points_for_revenue,
        {{ round_to('100 * weight_renewal / weight_all * renewal_share', 2) }}
            as points_for_renewal
    from said
),

attention as (
    select
        account_id,
        snapshot_week,
        points_for_score,
        points_for_fall,
        points_for_revenue,
        points_for_renewal,
        {{ round_to(
            'points_for_score + points_for_fall + points_for_revenue + points_for_renewal', 2
        ) }} as attention_score
    from weighed
),

placed as (
    select
        account_id,
        snapshot_week,
        row_number() over (
            partition by snapshot_week
            order by
                band_rank asc,
                score asc nulls last,
                recurring_revenue desc nulls last,
                account_id asc
        ) as place
    from listed
),

final as (
    select
        listed.account_id,
        listed.snapshot_week,
        cast(placed.place as integer) as place,
        cast(row_number() over (
            partition by listed.snapshot_week
            order by attention.attention_score desc, placed.place asc
        ) as integer) as attention_rank,
        attention.attention_score,
        attention.points_for_score,
        attention.points_for_fall,
        attention.points_for_revenue,
        attention.points_for_renewal,
        case
            when listed.score is null then 'band set by hand without a score: '
            else 'score ' || {{ score_text('listed.score') }} || ' of 100: '
        end
        || {{ points_text('attention.points_for_score') }}
        || case
            when listed.change_4_weeks < 0
                then
                    '; fell ' || {{ points_text('-listed.change_4_weeks') }}
                    || ' points in four weeks: '
            when listed.change_4_weeks is null then '; no fall known: '
            else '; no fall in four weeks: '
        end
        || {{ points_text('attention.points_for_fall') }}
        || case
            when listed.recurring_revenue is null then '; recurring revenue unknown: '
            else
                '; brings '
                || cast(
                    cast({{ round_to('listed.recurring_revenue', 0) }} as bigint)
                    as {{ type_text() }}
                )
                || ' a year, more than ' || {{ percent_text('listed.share_below') }}
                || ' of the others: '
        end
        || {{ points_text('attention.points_for_revenue') }}
        || case
            when listed.is_settled then '; renewal confirmed or done: '
            when listed.weeks_left is null then '; no yearly renewal known: '
            when listed.weeks_left < 0 then '; renewal overdue: '
            else
                '; weeks to the renewal '
                || cast(cast(floor(listed.weeks_left) as integer) as {{ type_text() }}) || ': '
        end
        || {{ points_text('attention.points_for_renewal') }} as attention_reason,
        listed.account_name,
        listed.segment,
        listed.region,
        listed.vertical,
        listed.use_case,
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
        listed.currency,
        listed.renewal_date,
        listed.weeks_to_renewal,
        listed.is_renewal_within_horizon,
        listed.is_renewal_settled,
        listed.weight_observed,
        listed.is_overridden,
        listed.sentence as reason,
        listed.driver_down_1_id,
        listed.driver_down_1_name,
        listed.driver_down_1_label,
        listed.driver_down_1_points,
        listed.driver_down_2_id,
        listed.driver_down_2_name,
        listed.driver_down_2_label,
        listed.driver_down_2_points,
        listed.driver_down_3_id,
        listed.driver_down_3_name,
        listed.driver_down_3_label,
        listed.driver_down_3_points,
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
    inner join placed
        on
            listed.account_id = placed.account_id
            and listed.snapshot_week = placed.snapshot_week
    inner join attention
        on
            listed.account_id = attention.account_id
            and listed.snapshot_week = attention.snapshot_week
    left join open_alerts
        on
            listed.account_id = open_alerts.account_id
            and listed.snapshot_week = open_alerts.snapshot_week
)

select * from final
