{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_month',
    on_schema_change='fail',
) }}

with account_bands as (
    select
        snapshot_week,
        scorecard_id,
        version,
        segment,
        band,
        band_rank,
        is_counted,
        score,
        weight_observed,
        band_last_week
    from {{ ref('int_account_bands_weekly') }}
    where {{ in_rescored_months(and_month_before=true) }}
),

months as (
    select
        {{ month_start('snapshot_week') }} as snapshot_month,
        max(snapshot_week) as last_week
    from {{ ref('int_snapshot_weeks') }}
    group by 1
),

in_segments as (
    select *
    from account_bands
    union all
    select
        snapshot_week,
        scorecard_id,
        version,
        '*' as segment,
        band,
        band_rank,
        is_counted,
        score,
        weight_observed,
        band_last_week
    from account_bands
),

-- How accounts stand is said of the month's last snapshot, who came and went of all of them.
dated as (
    select
        months.snapshot_month,
        months.last_week,
        in_segments.scorecard_id,
        case when in_segments.snapshot_week = months.last_week then in_segments.version end
            as version,
        in_segments.segment,
        in_segments.band,
        in_segments.score,
        in_segments.weight_observed,
        in_segments.band_last_week,
        in_segments.is_counted and in_segments.snapshot_week = months.last_week as is_standing,
        in_segments.band_rank is not null
        and in_segments.snapshot_week = months.last_week as is_banded
    from in_segments
    inner join months
        on months.snapshot_month = {{ month_start('in_segments.snapshot_week') }}
),

counted as (
    select
        snapshot_month,
        last_week,
        scorecard_id,
        segment,
        max(version) as version,
        sum(case when is_standing then 1 else 0 end) as n_accounts,
        cast(sum(case when is_banded then 1 else 0 end) as {{ type_double() }}) as n_banded,
        count(case when is_standing then score end) as n_scores,
        {{ exact_sum('case when is_standing then score end') }} as total_score,
        {{ quantile_of('case when is_standing then score end', 0.5) }} as median_score,
        sum(case when is_banded and band = 'healthy' then 1 else 0 end) as n_healthy,
        sum(case when is_banded and band = 'at_risk' then 1 else 0 end) as n_at_risk,
        sum(case when is_banded and band = 'critical' then 1 else 0 end) as n_critical,
        {{ exact_sum('case when is_standing then weight_observed end') }} as total_weight,
        count(case when is_standing then weight_observed end) as n_weights,
        sum(case when band_last_week = 'new' then 1 else 0 end) as n_new,
        sum(case when band = 'gone' then 1 else 0 end) as n_churned
    from dated
    group by 1, 2, 3, 4
),

measured as (
    select
        snapshot_month,
        last_week as snapshot_week,
        scorecard_id,
        segment,
        version,
        n_accounts,
        n_banded,
        {{ round_to('total_score / nullif(n_scores, 0)', 2) }} as mean_score,
        {{ round_to('median_score', 2) }} as median_score,
        n_healthy / nullif(n_banded, 0) as share_healthy,
        n_at_risk / nullif(n_banded, 0) as share_at_risk,
        n_critical / nullif(n_banded, 0) as share_critical,
        {{ round_to('total_weight / nullif(n_weights, 0)', 4) }} as mean_weight_observed,
        n_new,
        n_churned
    from counted
),

final as (
    select
        measured.snapshot_month,
        measured.snapshot_week,
        {{ month_start(weeks_after('measured.snapshot_week', 1)) }} > measured.snapshot_month
            as is_complete,
        measured.scorecard_id,
        measured.segment,
        measured.version,
        measured.version = last_months.version as is_same_version,
        cast(measured.n_accounts as integer) as n_accounts,
        cast(measured.n_banded as integer) as n_accounts_in_band,
        measured.mean_score,
        measured.median_score,
        measured.share_healthy,
        measured.share_at_risk,
        measured.share_critical,
        measured.mean_weight_observed,
        cast(measured.n_new as integer) as n_new_accounts,
        cast(measured.n_churned as integer) as n_churned_accounts,
        cast(measured.n_accounts - last_months.n_accounts as integer) as change_n_accounts,
        {{ round_to('measured.mean_score - last_months.mean_score', 2) }} as change_mean_score,
        {{ round_to('measured.median_score - last_months.median_score', 2) }}
            as change_median_score,
        measured.share_healthy - last_months.share_healthy as change_share_healthy,
        measured.share_at_risk - last_months.share_at_risk as change_share_at_risk,
        measured.share_critical - last_months.share_critical as change_share_critical,
        {{ round_to('measured.mean_weight_observed - last_months.mean_weight_observed', 4) }}
            as change_mean_weight_observed
    from measured
    left join measured as last_months
        on
            measured.scorecard_id = last_months.scorecard_id
            and measured.segment = last_months.segment
            and {{ month_start(days_before('measured.snapshot_month', 1)) }}
            = last_months.snapshot_month
    where {{ in_rescored_months('measured.snapshot_week') }}
)

select * from final
