{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_snapshot',
    on_schema_change='fail',
) }}

with outcomes as (
    select
        snapshot_week,
        recovery_weeks,
        scorecard_id,
        account_id,
        start_week,
        segment,
        band,
        playbook_id,
        score,
        mean_score_before,
        is_recovered,
        is_churned
    from {{ ref('int_intervention_outcomes_weekly') }}
    where {{ in_rescored_snapshots() }}
),

limits as (
    select max(value) as similar_points
    from {{ ref('monitoring_parameters') }}
    where parameter = 'similar_points'
),

-- Similar is who stood in the same band of the same segment then, with nearly the same score.
paired as (
    select
        treated.snapshot_week,
        treated.recovery_weeks,
        treated.scorecard_id,
        treated.account_id,
        compared.account_id as compared_account_id,
        treated.start_week,
        treated.segment,
        treated.band,
        treated.playbook_id,
        treated.account_id = compared.account_id as is_intervention,
        compared.score,
        compared.mean_score_before,
        compared.is_recovered,
        compared.is_churned,
        count(*) over (
            partition by
                treated.snapshot_week, treated.recovery_weeks, treated.scorecard_id,
                treated.account_id
        ) - 1 as n_similar
    from outcomes as treated
    cross join limits
    inner join outcomes as compared
        on
            treated.snapshot_week = compared.snapshot_week
            and treated.recovery_weeks = compared.recovery_weeks
            and treated.scorecard_id = compared.scorecard_id
            and treated.segment = compared.segment
            and treated.band = compared.band
            and (
                treated.account_id = compared.account_id
                or (
                    compared.playbook_id is null
                    and {{ round_score('abs(treated.score - compared.score)') }}
                    <= limits.similar_points
                )
            )
    where treated.playbook_id is not null
),

-- The accounts similar to one weigh as much together as it does.
final as (
    select
        snapshot_week,
        recovery_weeks,
        scorecard_id,
        account_id,
        compared_account_id,
        start_week,
        segment,
        band,
        playbook_id,
        is_intervention,
        score,
        mean_score_before,
        is_recovered,
        is_churned,
        cast(n_similar as integer) as n_similar,
        case
            when is_intervention then 1 else cast(1 as {{ type_double() }}) / nullif(n_similar, 0)
        end as weight
    from paired
)

select * from final
