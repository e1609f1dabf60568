with outlooks as (
    select
        account_id,
        snapshot_week,
        horizon_weeks,
        target_week,
        version,
        total,
        tier,
        projected_total,
        projected_mid_rank,
        projected_tier,
        is_projected_high_value,
        outlook,
        n_falling,
        falling_metrics,
        is_early_warning,
        outcome,
        actual_total,
        actual_tier,
        is_actual_high_value
    from {{ ref('int_value_outlooks') }}
),

projections as (
    select
        account_id,
        snapshot_week,
        horizon_weeks,
        signal_id,
        value,
        slope,
        projected_value
    from {{ ref('int_value_projections') }}
),

account_weeks as (
    select
        account_id,
        snapshot_week,
        account_name,
        segment,
        owner_name
    from {{ ref('int_account_weeks') }}
),

bands as (
    select
        version,
        band_id,
        label
    from {{ ref('int_bands') }}
    where scorecard_id = 'value'
),

accuracies as (
    select
        snapshot_week,
        horizon_weeks,
        n_windows,
        n_judged,
        tier_accuracy,
        tier_accuracy_lower,
        tier_accuracy_upper,
        unchanged_tier_accuracy,
        nobody_tier_accuracy,
        accuracy_verdict,
        mean_total_error,
        unchanged_mean_total_error,
        n_warnings,
        share_leaving_tier,
        warning_precision,
        warning_precision_lower,
        warning_precision_upper,
        warning_recall
    from {{ ref('int_value_outlook_accuracy') }}
),

metric_values as (
    select
        account_id,
        snapshot_week,
        horizon_weeks,
        max(case when signal_id = 'sum_minutes_13w' then value end) as sum_minutes_13w,
        max(case when signal_id = 'sum_minutes_13w' then slope end) as sum_minutes_13w_slope,
        max(case when signal_id = 'sum_minutes_13w' then projected_value end)
            as sum_minutes_13w_projected,
        max(case when signal_id = 'count_active_days_13w' then value end) as count_active_days_13w,
        max(case when signal_id = 'count_active_days_13w' then slope end)
            as count_active_days_13w_slope,
        max(case when signal_id = 'count_active_days_13w' then projected_value end)
            as count_active_days_13w_projected,
        max(case when signal_id = 'count_associated_visitors_13w' then value end)
            as count_associated_visitors_13w,
        max(case when signal_id = 'count_associated_visitors_13w' then slope end)
            as count_associated_visitors_13w_slope,
        max(case when signal_id = 'count_associated_visitors_13w' then projected_value end)
            as count_associated_visitors_13w_projected,
        max(case when signal_id = 'nps_mean_13w' then value end) as nps_mean_13w,
        max(case when signal_id = 'nps_mean_13w' then slope end) as nps_mean_13w_slope,
        max(case when signal_id = 'nps_mean_13w' then projected_value end)
            as nps_mean_13w_projected
    from projections
    group by 1, 2, 3
),

company as (
    select is_demo
    from {{ ref('int_company') }}
),

final as (
    select
        outlooks.account_id,
        outlooks.snapshot_week,
        outlooks.horizon_weeks,
        outlooks.target_week,
        account_weeks.account_name,
        account_weeks.segment,
        account_weeks.owner_name,
        outlooks.version,
        {{ round_to('metric_values.sum_minutes_13w', 2) }} as sum_minutes_13w,
        {{ round_to('metric_values.sum_minutes_13w_slope', 4) }} as sum_minutes_13w_slope,
        {{ round_to('metric_values.sum_minutes_13w_projected', 2) }} as sum_minutes_13w_projected,
        {{ round_to('metric_values.count_active_days_13w', 2) }} as count_active_days_13w,
        {{ round_to('metric_values.count_active_days_13w_slope', 4) }}
            as count_active_days_13w_slope,
        {{ round_to('metric_values.count_active_days_13w_projected', 2) }}
            as count_active_days_13w_projected,
        {{ round_to('metric_values.count_associated_visitors_13w', 2) }}
            as count_associated_visitors_13w,
        {{ round_to('metric_values.count_associated_visitors_13w_slope', 4) }}
            as count_associated_visitors_13w_slope,
        {{ round_to('metric_values.count_associated_visitors_13w_projected', 2) }}
            as count_associated_visitors_13w_projected,
        {{ round_to('metric_values.nps_mean_13w', 2) }} as nps_mean_13w,
        {{ round_to('metric_values.nps_mean_13w_slope', 4) }} as nps_mean_13w_slope,
        {{ round_to('metric_values.nps_mean_13w_projected', 2) }} as nps_mean_13w_projected,
        {{ round_to('outlooks.total', 2) }} as total,
        outlooks.tier,
        bands.label as tier_label,
        {{ round_to('outlooks.projected_total', 2) }} as projected_total,
        {{ round_to('outlooks.projected_total - outlooks.total', 2) }} as projected_change,
        {{ round_to('outlooks.projected_mid_rank', 4) }} as projected_mid_rank,
        outlooks.projected_tier,
        projected_bands.label as projected_tier_label,
        outlooks.outlook,
        outlooks.n_falling as n_falling_metrics,
        outlooks.falling_metrics,
        outlooks.is_early_warning,
        outlooks.outcome,
        {{ round_to('outlooks.actual_total', 2) }} as actual_total,
        outlooks.actual_tier,
        outlooks.is_projected_high_value = outlooks.is_actual_high_value as is_tier_right,
        coalesce(accuracies.n_windows, 0) as n_windows_judged,
        coalesce(accuracies.n_judged, 0) as n_judged,
        accuracies.tier_accuracy,
        accuracies.tier_accuracy_lower,
        accuracies.tier_accuracy_upper,
        accuracies.unchanged_tier_accuracy,
        accuracies.nobody_tier_accuracy,
        coalesce(accuracies.accuracy_verdict, 'too_few') as accuracy_verdict,
        accuracies.mean_total_error,
        accuracies.unchanged_mean_total_error,
        coalesce(accuracies.n_warnings, 0) as n_warnings_judged,
        accuracies.share_leaving_tier,
        accuracies.warning_precision,
        accuracies.warning_precision_lower,
        accuracies.warning_precision_upper,
        accuracies.warning_recall,
        company.is_demo,
        {{ demo_note('that the outlook is right', 'company.is_demo') }} as note
    from outlooks
    cross join company
    inner join account_weeks
        on
            outlooks.account_id = account_weeks.account_id
            and outlooks.snapshot_week = account_weeks.snapshot_week
    left join metric_values
        on
            outlooks.account_id = metric_values.account_id
            and outlooks.snapshot_week = metric_values.snapshot_week
            and outlooks.horizon_weeks = metric_values.horizon_weeks
    left join bands
        on
            outlooks.version = bands.version
            and outlooks.tier = bands.band_id
    left join bands as projected_bands
        on
            outlooks.version = projected_bands.version
            and outlooks.projected_tier = projected_bands.band_id
    left join accuracies
        on
            outlooks.snapshot_week = accuracies.snapshot_week
            and outlooks.horizon_weeks = accuracies.horizon_weeks
)

select * from final
