{{ config(materialized='view') }}

with cases as (
    select
        scorecard_id,
        version,
        band,
        snapshot_week,
        disagreement,
        is_churned
    from {{ ref('int_score_money_weekly') }}
    where is_combined and is_churned is not null
),

parameters as (
    select
        max(case when parameter = 'interval_z' then value end) as z,
        max(case when parameter = 'verdict_z' then value end) as verdict_z,
        max(case when parameter = 'least_events' then value end) as least_events
    from {{ ref('validation_parameters') }}
    where scorecard_id = '*'
),

-- Those whose money disagrees beside the rest of their band, each snapshot by itself.
followed as (
    select
        scorecard_id,
        version,
        band,
        snapshot_week,
        cast(sum(case when disagreement <> 'none' then 1 else 0 end) as {{ type_double() }})
            as n_disagreeing,
        cast(
            sum(case when disagreement <> 'none' and is_churned then 1 else 0 end)
            as {{ type_double() }}
        ) as n_disagreeing_churned,
        cast(sum(case when disagreement = 'none' then 1 else 0 end) as {{ type_double() }})
            as n_others,
        cast(
            sum(case when disagreement = 'none' and is_churned then 1 else 0 end)
            as {{ type_double() }}
        ) as n_others_churned
    from cases
    group by 1, 2, 3, 4
),

weighed as (
    select
        *,
        n_disagreeing * n_others / (n_disagreeing + n_others) as weight
    from followed
),

evidence as (
    select
        scorecard_id,
        version,
        band,
        sum(n_disagreeing) as n_disagreeing,
        sum(n_disagreeing_churned) as n_disagreeing_churned,
        sum(n_disagreeing_churned + n_others_churned) as n_churned,
        {{ standard_share('n_disagreeing_churned', 'n_disagreeing', 'weight') }}
            as churn_disagreeing,
        {{ standard_n('n_disagreeing', 'weight') }} as effective_disagreeing,
        {{ standard_share('n_others_churned', 'n_others', 'weight') }} as churn_others,
        {{ standard_n('n_others', 'weight') }} as effective_others
    from weighed
    group by 1, 2, 3
),

compared_churn as (
    select
        *,
        {{ arcsine_z(
            'churn_disagreeing', 'effective_disagreeing', 'churn_others', 'effective_others'
        ) }} as z_of_difference
    from evidence
),

final as (
    select
        evidence.scorecard_id,
        evidence.version,
        evidence.band,
        evidence.n_disagreeing,
        evidence.n_disagreeing_churned,
        {{ round_score('evidence.churn_disagreeing') }} as churn_disagreeing,
        {{ round_score(wilson_bound(
            'evidence.churn_disagreeing', 'evidence.effective_disagreeing', 'parameters.z', 'lower'
        )) }} as churn_disagreeing_lower,
        {{ round_score(wilson_bound(
            'evidence.churn_disagreeing', 'evidence.effective_disagreeing', 'parameters.z', 'upper'
        )) }} as churn_disagreeing_upper,
        {{ round_score('evidence.churn_others') }} as churn_others,
        {{ round_score(wilson_bound(
            'evidence.churn_others', 'evidence.effective_others', 'parameters.z', 'lower'
        )) }} as churn_others_lower,
        {{ round_score(wilson_bound(
            'evidence.churn_others', 'evidence.effective_others', 'parameters.z', 'upper'
        )) }} as churn_others_upper,
        case
            when
                evidence.n_churned < parameters.least_events
                or evidence.n_disagreeing < parameters.least_events
                then 'too_few_events'
            when evidence.z_of_difference > parameters.verdict_z then 'leaves_more_often'
            when evidence.z_of_difference < -parameters.verdict_z then 'leaves_less_often'
            else 'no_difference_shown'
        end as verdict
    from compared_churn as evidence
    cross join parameters
)

select * from final
