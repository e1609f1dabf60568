{{ config(materialized='view') }}

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

in_groups as (
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
    from pairs
    union all
    select
        snapshot_week,
        recovery_weeks,
        scorecard_id,
        compared_account_id,
        '*' as segment,
        band,
        playbook_id,
        is_intervention,
        score,
        mean_score_before,
        is_recovered,
        is_churned,
        n_similar,
        weight
    from pairs
    union all
    select
        snapshot_week,
        recovery_weeks,
        scorecard_id,
        compared_account_id,
        segment,
        band,
        '*' as playbook_id,
        is_intervention,
        score,
        mean_score_before,
        is_recovered,
        is_churned,
        n_similar,
        weight
    from pairs
    union all
    select
        snapshot_week,
        recovery_weeks,
        scorecard_id,
        compared_account_id,
        '*' as segment,
        band,
        '*' as playbook_id,
        is_intervention,
        score,
        mean_score_before,
        is_recovered,
        is_churned,
        n_similar,
        weight
    from pairs
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
final as (
    select
        interventions.scorecard_id,
        interventions.playbook_id,
        interventions.band,
        interventions.segment,
        interventions.recovery_weeks,
        interventions.first_end_week,
        interventions.last_end_week,
        interventions.n_all,
        interventions.n_recovered,
        interventions.n_churned,
        interventions.n_matched,
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
)

select * from final
