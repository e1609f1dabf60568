with account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        scale_max / nullif(n_signals, 0) as signal_scale,
        weight_observed,
        min_weight_observed,
        no_score_reason
    from {{ ref('int_banded_scores') }}
    where {{ in_rescored_snapshots() }} and is_in_force
),

scorecards as (
    select
        scorecard_id,
        rollup = 'sum' as is_sum
    from {{ ref('scorecards') }}
),

drivers as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
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
    where {{ in_rescored_snapshots() }}
),

-- A mean names the points that a signal costs or earns, a sum the points it has.
worded as (
    select
        account_scores.*,
        scorecards.is_sum,
        drivers.withholding_name,
        drivers.driver_down_1_name || ' ('
        || coalesce(drivers.driver_down_1_label || ', ', '')
        || case
            when scorecards.is_sum
                then
                    {{ short_points_text('drivers.driver_down_1_score') }} || ' of '
                    || {{ short_points_text('account_scores.signal_scale') }}
            else {{ points_text('drivers.driver_down_1_points') }} || ' points'
        end || ')' as down_1_text,
        drivers.driver_down_2_name || ' ('
        || coalesce(drivers.driver_down_2_label || ', ', '')
        || case
            when scorecards.is_sum
                then
                    {{ short_points_text('drivers.driver_down_2_score') }} || ' of '
                    || {{ short_points_text('account_scores.signal_scale') }}
            else {{ points_text('drivers.driver_down_2_points') }} || ' points'
        end || ')' as down_2_text,
        drivers.driver_up_1_name || ' ('
        || coalesce(drivers.driver_up_1_label || ', ', '')
        || case
            when scorecards.is_sum
                then
                    {{ short_points_text('drivers.driver_up_1_score') }} || ' of '
                    || {{ short_points_text('account_scores.signal_scale') }}
            else {{ points_text('drivers.driver_up_1_points') }} || ' points'
        end || ')' as up_1_text,
        drivers.missing_1_name
        || coalesce(', ' || drivers.missing_2_name, '')
        || coalesce(', ' || drivers.missing_3_name, '')
        || case
            when drivers.n_missing > 3
                then ' and ' || cast(drivers.n_missing - 3 as {{ type_text() }}) || ' more'
            else ''
        end as missing_text
    from account_scores
    inner join scorecards on account_scores.scorecard_id = scorecards.scorecard_id
    left join drivers
        on
            account_scores.account_id = drivers.account_id
            and account_scores.snapshot_week = drivers.snapshot_week
            and account_scores.scorecard_id = drivers.scorecard_id
),

final as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        missing_text as coverage_note,
        case
            when no_score_reason = 'withheld'
                then 'the rules give no score while ' || withholding_name || ' is missing.'
            when no_score_reason is not null
                then
                    {{ percent_text('weight_observed') }} || ' of the weight is observed and '
                    || {{ percent_text('min_weight_observed') }} || ' is needed'
                    || coalesce('; missing most: ' || missing_text, '') || '.'
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
                || '. ' || {{ percent_text('weight_observed') }} || ' of the weight observed'
                || case
                    when is_sum and weight_observed < 1 then ', scaled up to the whole.'
                    else '.'
                end
        end as reason
    from worded
)

select * from final
