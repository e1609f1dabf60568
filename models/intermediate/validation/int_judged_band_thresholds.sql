{{ config(materialized='view') }}

with reviews as (
    select * from {{ ref('int_band_cut_reviews') }}
),

thresholds as (
    select
        scorecard_id,
        version,
        segment,
        band_on,
        threshold,
        band_below,
        band_above
    from {{ ref('int_band_thresholds') }}
),

parameters as (
    select
        max(case when parameter = 'interval_z' then value end) as z,
        max(case when parameter = 'verdict_z' then value end) as verdict_z,
        max(case when parameter = 'least_events' then value end) as least_events
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*'
),

reviewed as (
    select
        reviews.*,
        thresholds.band_on,
        thresholds.band_below,
        thresholds.band_above,
        parameters.z,
        parameters.verdict_z,
        parameters.least_events,
        reviews.n_churned_below / nullif(reviews.n_accounts_below, 0) as churn_below,
        reviews.n_churned_above / nullif(reviews.n_accounts_above, 0) as churn_above
    from reviews
    inner join thresholds
        on
            reviews.scorecard_id = thresholds.scorecard_id
            and reviews.version = thresholds.version
            and reviews.band_segment = thresholds.segment
            and reviews.cut = thresholds.threshold
    cross join parameters
),

bounded as (
    select
        *,
        {{ wilson_bound(
            'churn_below', 'nullif(n_accounts_below, 0)', 'z', 'lower'
        ) }} as churn_below_lower,
        {{ wilson_bound('share_below', 'effective_below', 'z', 'lower') }} as below_lower,
        {{ wilson_bound(
            'churn_below', 'nullif(n_accounts_below, 0)', 'z', 'upper'
        ) }} as churn_below_upper,
        {{ wilson_bound('share_below', 'effective_below', 'z', 'upper') }} as below_upper,
        {{ wilson_bound(
            'churn_above', 'nullif(n_accounts_above, 0)', 'z', 'lower'
        ) }} as churn_above_lower,
        {{ wilson_bound('share_above', 'effective_above', 'z', 'lower') }} as above_lower,
        {{ wilson_bound(
            'churn_above', 'nullif(n_accounts_above, 0)', 'z', 'upper'
        ) }} as churn_above_upper,
        {{ wilson_bound('share_above', 'effective_above', 'z', 'upper') }} as above_upper,
        share_below - share_above as difference
    from reviewed
),

-- A claim holds by rows and by columns: two accounts below, both gone, are many of two, few of all.
compared as (
    select
        *,
        {{ newcombe_bound('share_below', 'below_lower', 'share_above', 'above_upper', 'lower') }}
            as difference_lower,
        {{ newcombe_bound('share_below', 'below_upper', 'share_above', 'above_lower', 'upper') }}
            as difference_upper,
        {{ arcsine_z('share_below', 'effective_below', 'share_above', 'effective_above') }}
            as z_of_sides,
        {{ arcsine_z('share_churned', 'effective_churned', 'share_stayed', 'effective_stayed') }}
            as z_of_split
    from bounded
),

final as (
    select
        review_week,
        quarters,
        scorecard_id,
        version,
        segment,
        lead_days,
        band_on,
        cut,
        band_below,
        band_above,
        n_quarters,
        first_snapshot_week,
        n_churned,
        n_accounts_below,
        n_churned_below,
        {{ round_score('churn_below') }} as churn_below,
        {{ round_score('churn_below_lower') }} as churn_below_lower,
        {{ round_score('churn_below_upper') }} as churn_below_upper,
        n_accounts_above,
        n_churned_above,
        {{ round_score('churn_above') }} as churn_above,
        {{ round_score('churn_above_lower') }} as churn_above_lower,
        {{ round_score('churn_above_upper') }} as churn_above_upper,
        {{ round_score('difference') }} as difference,
        {{ round_score('difference_lower') }} as difference_lower,
        {{ round_score('difference_upper') }} as difference_upper,
        separation,
        case
            when n_churned < least_events then 'too_few_events'
            when z_of_sides > verdict_z and z_of_split > verdict_z then 'separates'
            when z_of_sides < -verdict_z and z_of_split < -verdict_z then 'reversed'
            else 'no_difference_shown'
        end as verdict
    from compared
)

select * from final
