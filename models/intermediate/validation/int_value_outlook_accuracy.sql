{{ config(materialized='view') }}

with outlooks as (
    select
        snapshot_week,
        horizon_weeks,
        target_week,
        total,
        is_high_value,
        projected_total,
        is_projected_high_value,
        is_early_warning,
        actual_total,
        is_actual_high_value
    from {{ ref('int_value_outlooks') }}
),

parameters as (
    select
        max(case when parameter = 'interval_z' then value end) as z,
        max(case when parameter = 'verdict_z' then value end) as verdict_z,
        max(case when parameter = 'least_events' then value end) as least_events
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*'
),

-- Who was projected and became known, beside the guess that nothing changes.
judged as (
    select
        horizon_weeks,
        target_week,
        cast(count(*) as {{ type_double() }}) as n_judged,
        sum(case when is_projected_high_value = is_actual_high_value then 1 else 0 end) as n_right,
        sum(case when is_high_value = is_actual_high_value then 1 else 0 end) as n_unchanged_right,
        sum(case when is_actual_high_value then 0 else 1 end) as n_nobody_right,
        sum(
            case
                when
                    is_projected_high_value = is_actual_high_value
                    and is_high_value <> is_actual_high_value
                    then 1
                else 0
            end
        ) as n_only_projection_right,
        count(actual_total) as n_totals,
        {{ exact_sum('abs(projected_total - actual_total)') }} as total_error,
        {{ exact_sum('abs(total - actual_total)') }} as unchanged_total_error,
        sum(case when is_high_value then 1 else 0 end) as n_high_value,
        sum(case when is_high_value and not is_actual_high_value then 1 else 0 end) as n_lost,
        sum(case when is_early_warning then 1 else 0 end) as n_warned,
        sum(case when is_early_warning and not is_actual_high_value then 1 else 0 end)
            as n_warned_lost
    from outlooks
    where is_actual_high_value is not null and is_projected_high_value is not null
    group by 1, 2
),

snapshots as (
    select distinct
        snapshot_week,
        horizon_weeks
    from outlooks
),

-- As known at the snapshot, counted back in whole horizons: no stretch of time counts twice.
measured as (
    select
        snapshots.snapshot_week,
        snapshots.horizon_weeks,
        cast(sum(judged.n_judged) as {{ type_double() }}) as n_judged,
        cast(sum(judged.n_right) as {{ type_double() }}) as n_right,
        cast(sum(judged.n_unchanged_right) as {{ type_double() }}) as n_unchanged_right,
        cast(sum(judged.n_nobody_right) as {{ type_double() }}) as n_nobody_right,
        cast(sum(judged.n_only_projection_right) as {{ type_double() }}) as n_only_projection_right,
        cast(sum(judged.n_totals) as {{ type_double() }}) as n_totals,
        cast(sum(judged.n_high_value) as {{ type_double() }}) as n_high_value,
        cast(sum(judged.n_lost) as {{ type_double() }}) as n_lost,
        cast(sum(judged.n_warned) as {{ type_double() }}) as n_warned,
        cast(sum(judged.n_warned_lost) as {{ type_double() }}) as n_warned_lost,
        cast(count(*) as {{ type_double() }}) as n_windows,
        {{ exact_sum('judged.total_error') }} as total_error,
        {{ exact_sum('judged.unchanged_total_error') }} as unchanged_total_error
    from snapshots
    inner join judged
        on
            snapshots.horizon_weeks = judged.horizon_weeks
            and snapshots.snapshot_week >= judged.target_week
            and mod(
                {{ weeks_between('judged.target_week', 'snapshots.snapshot_week') }},
                snapshots.horizon_weeks
            ) = 0
    group by 1, 2
),

-- Where both are right or both wrong, nothing decides between them.
decided as (
    select
        *,
        n_only_projection_right + n_unchanged_right - (n_right - n_only_projection_right)
            as n_decided
    from measured
),

-- The same accounts come back in every stretch: an interval counts them once.
shares as (
    select
        *,
        n_right / n_judged as accuracy,
        n_judged / n_windows as n_accounts,
        n_warned_lost / nullif(n_warned, 0) as warning_precision,
        nullif(n_warned / n_windows, 0) as n_warned_accounts,
        n_only_projection_right / nullif(n_decided, 0) as share_won,
        nullif(n_decided / n_windows, 0) as n_decided_accounts
    from decided
),

bounded as (
    select
        shares.*,
        {{ wilson_bound('shares.accuracy', 'shares.n_accounts', 'parameters.z', 'lower') }}
            as accuracy_lower,
        {{ wilson_bound(
            'shares.warning_precision', 'shares.n_warned_accounts', 'parameters.z', 'lower'
        ) }} as warning_precision_lower,
        {{ wilson_bound(
            'shares.share_won', 'shares.n_decided_accounts', 'parameters.verdict_z', 'lower'
        ) }} as share_won_lower,
        {{ wilson_bound('shares.accuracy', 'shares.n_accounts', 'parameters.z', 'upper') }}
            as accuracy_upper,
        {{ wilson_bound(
            'shares.warning_precision', 'shares.n_warned_accounts', 'parameters.z', 'upper'
        ) }} as warning_precision_upper,
        {{ wilson_bound(
            'shares.share_won', 'shares.n_decided_accounts', 'parameters.verdict_z', 'upper'
        ) }} as share_won_upper,
        parameters.least_events
    from shares
    cross join parameters
),

final as (
    select
        snapshot_week,
        horizon_weeks,
        cast(n_windows as integer) as n_windows,
        cast(n_judged as integer) as n_judged,
        {{ round_score('accuracy') }} as tier_accuracy,
        {{ round_score('accuracy_lower') }} as tier_accuracy_lower,
        {{ round_score('accuracy_upper') }} as tier_accuracy_upper,
        {{ round_score('n_unchanged_right / n_judged') }} as unchanged_tier_accuracy,
        {{ round_score('n_nobody_right / n_judged') }} as nobody_tier_accuracy,
        {{ round_score('total_error / nullif(n_totals, 0)') }} as mean_total_error,
        {{ round_score('unchanged_total_error / nullif(n_totals, 0)') }}
            as unchanged_mean_total_error,
        case
            when n_decided < least_events then 'too_few'
            when share_won_lower > 1 - share_won_lower then 'better_than_unchanged'
            when share_won_upper < 1 - share_won_upper then 'worse_than_unchanged'
            else 'no_difference_shown'
        end as accuracy_verdict,
        cast(n_high_value as integer) as n_high_value,
        cast(n_warned as integer) as n_warnings,
        {{ round_score('n_lost / nullif(n_high_value, 0)') }} as share_leaving_tier,
        {{ round_score('warning_precision') }} as warning_precision,
        {{ round_score('warning_precision_lower') }} as warning_precision_lower,
        {{ round_score('warning_precision_upper') }} as warning_precision_upper,
        {{ round_score('n_warned_lost / nullif(n_lost, 0)') }} as warning_recall
    from bounded
)

select * from final
