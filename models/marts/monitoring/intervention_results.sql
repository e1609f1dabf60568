with compared as (
    select
        scorecard_id,
        playbook_id,
        band,
        segment,
        recovery_weeks,
        first_end_week,
        last_end_week,
        n_all,
        n_recovered,
        n_churned,
        n_matched,
        share,
        matched_share,
        mean_score,
        mean_score_before,
        n_similar,
        n_similar_accounts,
        n_effective,
        similar_share,
        similar_mean_score,
        similar_mean_score_before
    from {{ ref('int_intervention_comparisons') }}
),

limits as (
    select
        max(case when parameter = 'interval_z' then value end) as z,
        max(case when parameter = 'least_compared' then value end) as least_compared,
        max(case when parameter = 'alike_points' then value end) as alike_points
    from {{ ref('monitoring_parameters') }}
),

bounded as (
    select
        compared.*,
        limits.least_compared,
        limits.alike_points,
        {{ wilson_bound('compared.share', 'compared.n_all', 'limits.z', 'lower') }} as lower,
        {{ wilson_bound(
            'compared.matched_share', 'nullif(compared.n_matched, 0)', 'limits.z', 'lower'
        ) }} as matched_lower,
        {{ wilson_bound('compared.similar_share', 'compared.n_effective', 'limits.z', 'lower') }}
            as similar_lower,
        {{ wilson_bound('compared.share', 'compared.n_all', 'limits.z', 'upper') }} as upper,
        {{ wilson_bound(
            'compared.matched_share', 'nullif(compared.n_matched, 0)', 'limits.z', 'upper'
        ) }} as matched_upper,
        {{ wilson_bound('compared.similar_share', 'compared.n_effective', 'limits.z', 'upper') }}
            as similar_upper
    from compared
    cross join limits
),

subtracted as (
    select
        *,
        {{ round_score('abs(mean_score_before - similar_mean_score_before)') }} as distance_before,
        {{ round_score('matched_share - similar_share') }} as difference,
        {{ round_score(newcombe_bound(
            'matched_share', 'matched_lower', 'similar_share', 'similar_upper', 'lower'
        )) }} as difference_lower,
        {{ round_score(newcombe_bound(
            'matched_share', 'matched_upper', 'similar_share', 'similar_lower', 'upper'
        )) }} as difference_upper
    from bounded
),

final as (
    select
        scorecard_id,
        playbook_id,
        band,
        segment,
        segment = '*' and playbook_id = '*' as is_total,
        recovery_weeks,
        first_end_week,
        last_end_week,
        cast(n_all as integer) as n_interventions,
        cast(n_recovered as integer) as n_recovered,
        cast(n_churned as integer) as n_churned,
        share as share_recovered,
        {{ round_score('lower') }} as share_recovered_lower,
        {{ round_score('upper') }} as share_recovered_upper,
        cast(n_matched as integer) as n_matched,
        matched_share as matched_share_recovered,
        {{ round_score('matched_lower') }} as matched_share_lower,
        {{ round_score('matched_upper') }} as matched_share_upper,
        cast(n_similar as integer) as n_similar,
        cast(n_similar_accounts as integer) as n_similar_accounts,
        {{ round_score('n_effective') }} as n_similar_effective,
        {{ round_score('similar_share') }} as similar_share_recovered,
        {{ round_score('similar_lower') }} as similar_share_lower,
        {{ round_score('similar_upper') }} as similar_share_upper,
        difference,
        difference_lower,
        difference_upper,
        {{ round_to('mean_score', 2) }} as mean_score,
        {{ round_to('similar_mean_score', 2) }} as similar_mean_score,
        {{ round_to('mean_score_before', 2) }} as mean_score_before,
        {{ round_to('similar_mean_score_before', 2) }} as similar_mean_score_before,
        case
            when n_matched < least_compared or coalesce(n_effective, 0) < least_compared
                then 'too_few'
            when distance_before > alike_points then 'not_alike'
            when difference_lower > 0 then 'better'
            when difference_upper < 0 then 'worse'
            else 'no_difference_shown'
        end as verdict
    from subtracted
    where segment = '*' or n_matched >= least_compared
)

select * from final
