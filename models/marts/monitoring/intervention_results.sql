with pairs as (
    select
        snapshot_week,
        recovery_weeks,
        scorecard_id,
        compared_account_id,
        segment,
        band,
        playbook_id,
        is_intervention,
        score,
        mean_score_before,
        is_recovered,
        is_churned,
        n_similar,
        weight
    from {{ ref('int_intervention_pairs_weekly') }}
),

limits as (
    select
        max(case when parameter = 'interval_z' then value end) as z,
        max(case when parameter = 'least_compared' then value end) as least_compared,
        max(case when parameter = 'alike_points' then value end) as alike_points
    from {{ ref('monitoring_parameters') }}
),

in_groups as (
    {%- for playbook in ['playbook_id', "'*'"] %}
        {%- for segment in ['segment', "'*'"] %}
            select
                snapshot_week,
                recovery_weeks,
                scorecard_id,
                compared_account_id,
                {{ segment }} as segment,
                band,
                {{ playbook }} as playbook_id,
                is_intervention,
                score,
                mean_score_before,
                is_recovered,
                is_churned,
                n_similar,
                weight
            from pairs
            {% if not loop.last %}union all{% endif %}
        {%- endfor %}
        {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

interventions as (
    select
        scorecard_id,
        playbook_id,
        band,
        segment,
        recovery_weeks,
        min(snapshot_week) as first_end_week,
        max(snapshot_week) as last_end_week,
        cast(count(*) as {{ type_double() }}) as n_all,
        sum(case when is_recovered then 1 else 0 end) as n_recovered,
        sum(case when is_churned then 1 else 0 end) as n_churned,
        cast(sum(case when n_similar > 0 then 1 else 0 end) as {{ type_double() }}) as n_matched,
        sum(case when n_similar > 0 and is_recovered then 1 else 0 end) as n_matched_recovered,
        {{ exact_sum('case when n_similar > 0 then score end') }} as total_score,
        {{ exact_sum('case when n_similar > 0 then mean_score_before end') }} as total_score_before
    from in_groups
    where is_intervention
    group by 1, 2, 3, 4, 5
),

-- Windows of one account overlap: all of them count as one observation, with their weight.
similar_accounts as (
    select
        scorecard_id,
        playbook_id,
        band,
        segment,
        recovery_weeks,
        compared_account_id,
        count(*) as n_windows,
        {{ exact_sum('weight') }} as weight,
        {{ exact_sum('case when is_recovered then weight else 0 end') }} as weight_recovered,
        {{ exact_sum('weight * score') }} as total_score,
        {{ exact_sum('weight * mean_score_before') }} as total_score_before
    from in_groups
    where not is_intervention
    group by 1, 2, 3, 4, 5, 6
),

similar_groups as (
    select
        scorecard_id,
        playbook_id,
        band,
        segment,
        recovery_weeks,
        sum(n_windows) as n_windows,
        count(*) as n_accounts,
        {{ exact_sum('weight') }} * {{ exact_sum('weight') }} / {{ exact_sum('weight * weight') }}
            as n_effective,
        {{ exact_sum('weight_recovered') }} / {{ exact_sum('weight') }} as share,
        {{ exact_sum('total_score') }} / {{ exact_sum('weight') }} as mean_score,
        {{ exact_sum('total_score_before') }} / {{ exact_sum('weight') }} as mean_score_before
    from similar_accounts
    group by 1, 2, 3, 4, 5
),

-- The comparison leaves out interventions at accounts that nobody resembled.
compared as (
    select
        interventions.*,
        interventions.n_recovered / interventions.n_all as share,
        interventions.n_matched_recovered / nullif(interventions.n_matched, 0) as matched_share,
        interventions.total_score / nullif(interventions.n_matched, 0) as mean_score,
        interventions.total_score_before / nullif(interventions.n_matched, 0) as mean_score_before,
        coalesce(similar_groups.n_windows, 0) as n_similar,
        coalesce(similar_groups.n_accounts, 0) as n_similar_accounts,
        similar_groups.n_effective,
        similar_groups.share as similar_share,
        similar_groups.mean_score as similar_mean_score,
        similar_groups.mean_score_before as similar_mean_score_before
    from interventions
    left join similar_groups
        on
            interventions.scorecard_id = similar_groups.scorecard_id
            and interventions.playbook_id = similar_groups.playbook_id
            and interventions.band = similar_groups.band
            and interventions.segment = similar_groups.segment
            and interventions.recovery_weeks = similar_groups.recovery_weeks
),

bounded as (
    select
        compared.*,
        limits.least_compared,
        limits.alike_points,
        {%- for side in ['lower', 'upper'] %}
            {{ wilson_bound('compared.share', 'compared.n_all', 'limits.z', side) }} as {{ side }},
            {{ wilson_bound(
                'compared.matched_share', 'nullif(compared.n_matched, 0)', 'limits.z', side
            ) }} as matched_{{ side }},
            {{ wilson_bound('compared.similar_share', 'compared.n_effective', 'limits.z', side) }}
                as similar_{{ side }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from compared
    cross join limits
),

subtracted as (
    select
        *,
        {{ round_score('abs(mean_score_before - similar_mean_score_before)') }} as distance_before,
        {{ round_score('matched_share - similar_share') }} as difference,
        {%- for side, other_side in [('lower', 'upper'), ('upper', 'lower')] %}
            {{ round_score(newcombe_bound(
                'matched_share', 'matched_' ~ side, 'similar_share', 'similar_' ~ other_side, side
            )) }} as difference_{{ side }}{% if not loop.last %},{% endif %}
        {%- endfor %}
    from bounded
),

final as (
    select
        scorecard_id,
        playbook_id,
        band,
        segment,
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
