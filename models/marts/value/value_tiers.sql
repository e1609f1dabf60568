with account_weeks as (
    select
        account_id,
        snapshot_week,
        account_name,
        segment,
        region,
        industry as vertical,
        use_case,
        plan,
        owner_name,
        lifecycle,
        lifecycle_reason
    from {{ ref('int_account_weeks') }}
    where
        {{ in_rescored_snapshots() }}
        and is_alive
),

terms as (
    select
        account_id,
        snapshot_week,
        {{ round_to('recurring_revenue', 2) }} as recurring_revenue,
        currency,
        renewal_date,
        {{ round_to('weeks_to_renewal', 2) }} as weeks_to_renewal
    from {{ ref('int_account_terms_weekly') }}
    where {{ in_rescored_snapshots() }}
),

account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        score,
        score_calculated,
        mid_rank,
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
    where is_in_force and scorecard_id in ('value', 'value_all_time', 'value_legacy')
),

metric_scores as (
    select
        account_id,
        snapshot_week,
        signal_id,
        value,
        score
    from {{ ref('fct_signal_scores') }}
    where
        {{ in_rescored_snapshots() }}
        and is_in_force and scorecard_id = 'value'
),

sentences as (
    select
        account_id,
        snapshot_week,
        sentence
    from {{ ref('int_score_sentences') }}
    where
        {{ in_rescored_snapshots() }}
        and scorecard_id = 'value'
),

comparison as (
    select distinct
        snapshot_week,
        n_high_value + n_others as n_accounts_tiered,
        share_high_value
    from {{ ref('value_tier_comparison') }}
    where
        {{ in_rescored_snapshots() }}
        and scorecard_id = 'value'
),

bands as (
    select
        version,
        band_id,
        label,
        colour,
        rank,
        meaning
    from {{ ref('int_bands') }}
    where scorecard_id in ('value', '*')
),

metrics as (
    select
        account_id,
        snapshot_week,
        max(case when signal_id = 'sum_minutes_13w' then value end) as sum_minutes_13w,
        max(case when signal_id = 'sum_minutes_13w' then score end) as sum_minutes_13w_points,
        max(case when signal_id = 'count_active_days_13w' then value end) as count_active_days_13w,
        max(case when signal_id = 'count_active_days_13w' then score end)
            as count_active_days_13w_points,
        max(case when signal_id = 'count_associated_visitors_13w' then value end)
            as count_associated_visitors_13w,
        max(case when signal_id = 'count_associated_visitors_13w' then score end)
            as count_associated_visitors_13w_points,
        max(case when signal_id = 'nps_mean_13w' then value end) as nps_mean_13w,
        max(case when signal_id = 'nps_mean_13w' then score end) as nps_mean_13w_points,
        count(score) as n_metrics
    from metric_scores
    group by 1, 2
),

missing_metrics as (
    select
        account_id,
        snapshot_week,
        {{ list_of('signal_id', ', ', 'signal_id') }} as missing_metrics
    from metric_scores
    where score is null
    group by 1, 2
),

-- An account without a row of the card has a status in place of a tier.
tiered as (
    select
        account_weeks.*,
        account_scores.version,
        account_scores.score,
        account_scores.score_calculated,
        account_scores.mid_rank,
        case
            when account_scores.account_id is not null then account_scores.band
            when account_weeks.lifecycle = 'onboarding' then 'onboarding'
            else 'insufficient_data'
        end as tier,
        account_scores.band_label as tier_label,
        account_scores.band_colour as tier_colour,
        account_scores.band_rank as tier_rank,
        coalesce(account_scores.weight_observed, 0) as weight_observed,
        account_scores.families_not_observed,
        coalesce(account_scores.is_overridden, false) as is_overridden,
        account_scores.override_author,
        account_scores.override_reason
    from account_weeks
    left join account_scores
        on
            account_weeks.account_id = account_scores.account_id
            and account_weeks.snapshot_week = account_scores.snapshot_week
            and account_scores.scorecard_id = 'value'
),

final as (
    select
        tiered.account_id,
        tiered.snapshot_week,
        tiered.account_name,
        tiered.segment,
        tiered.region,
        tiered.vertical,
        tiered.use_case,
        tiered.plan,
        tiered.owner_name,
        terms.recurring_revenue,
        terms.currency,
        terms.renewal_date,
        terms.weeks_to_renewal,
        tiered.lifecycle,
        tiered.lifecycle_reason,
        tiered.version,
        {{ round_to('metrics.sum_minutes_13w', 2) }} as sum_minutes_13w,
        cast(metrics.sum_minutes_13w_points as integer) as sum_minutes_13w_points,
        {{ round_to('metrics.count_active_days_13w', 2) }} as count_active_days_13w,
        cast(metrics.count_active_days_13w_points as integer) as count_active_days_13w_points,
        {{ round_to('metrics.count_associated_visitors_13w', 2) }} as count_associated_visitors_13w,
        cast(metrics.count_associated_visitors_13w_points as integer)
            as count_associated_visitors_13w_points,
        {{ round_to('metrics.nps_mean_13w', 2) }} as nps_mean_13w,
        cast(metrics.nps_mean_13w_points as integer) as nps_mean_13w_points,
        cast(coalesce(metrics.n_metrics, 0) as integer) as n_metrics,
        missing_metrics.missing_metrics,
        tiered.score_calculated is not null and missing_metrics.missing_metrics is not null
            as is_scaled_up,
        {{ round_to('tiered.score', 2) }} as total,
        {{ round_to('tiered.mid_rank', 4) }} as mid_rank,
        tiered.tier,
        coalesce(tiered.tier_label, bands.label) as tier_label,
        coalesce(tiered.tier_colour, bands.colour) as tier_colour,
        cast(coalesce(tiered.tier_rank, bands.rank) as integer) as tier_rank,
        bands.meaning as tier_meaning,
        {{ round_to('last_scores.score', 2) }} as total_last_week,
        {{ round_to('tiered.score - last_scores.score', 2) }} as change,
        {{ round_to('all_time_scores.score', 2) }} as all_time_total,
        all_time_scores.band as all_time_tier,
        {{ round_to('legacy_scores.score', 2) }} as legacy_total,
        legacy_scores.band as legacy_tier,
        comparison.n_accounts_tiered,
        comparison.share_high_value as high_value_share,
        {{ round_to('tiered.weight_observed', 4) }} as weight_observed,
        tiered.families_not_observed,
        {{ round_to('tiered.score_calculated', 2) }} as total_calculated,
        tiered.is_overridden,
        tiered.override_author,
        tiered.override_reason,
        coalesce(
            sentences.sentence,
            'Not tiered: ' || case
                when tiered.lifecycle = 'onboarding'
                    then coalesce('onboarding, ' || tiered.lifecycle_reason, 'onboarding')
                else 'no version of the card was in force'
            end || '.'
        ) as sentence
    from tiered
    left join comparison on tiered.snapshot_week = comparison.snapshot_week
    left join terms
        on
            tiered.account_id = terms.account_id
            and tiered.snapshot_week = terms.snapshot_week
    left join metrics
        on
            tiered.account_id = metrics.account_id
            and tiered.snapshot_week = metrics.snapshot_week
    left join missing_metrics
        on
            tiered.account_id = missing_metrics.account_id
            and tiered.snapshot_week = missing_metrics.snapshot_week
    left join sentences
        on
            tiered.account_id = sentences.account_id
            and tiered.snapshot_week = sentences.snapshot_week
    left join bands
        on
            coalesce(tiered.version, '*') = bands.version
            and tiered.tier = bands.band_id
    left join account_scores as last_scores
        on
            tiered.account_id = last_scores.account_id
            and tiered.snapshot_week = {{ weeks_after('last_scores.snapshot_week', 1) }}
            and last_scores.scorecard_id = 'value'
    left join account_scores as all_time_scores
        on
            tiered.account_id = all_time_scores.account_id
            and tiered.snapshot_week = all_time_scores.snapshot_week
            and all_time_scores.scorecard_id = 'value_all_time'
    left join account_scores as legacy_scores
        on
            tiered.account_id = legacy_scores.account_id
            and tiered.snapshot_week = legacy_scores.snapshot_week
            and legacy_scores.scorecard_id = 'value_legacy'
)

select * from final
