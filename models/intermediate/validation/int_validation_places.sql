{{ config(materialized='ephemeral') }}

with cases as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        segment,
        predictor,
        score,
        band
    from {{ ref('int_validation_cases') }}
),

in_segments as (
    select * from cases
    union all
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        '*' as segment,
        predictor,
        score,
        band
    from cases
),

-- Scores are rounded and never null here, so equal ones are equal.
counted as (
    select
        *,
        rank() over (
            partition by scorecard_id, version, segment, predictor, snapshot_week
            order by score
        ) - 1 as n_below,
        count(*) over (
            partition by scorecard_id, version, segment, predictor, snapshot_week, score
        ) as n_equal,
        count(*) over (
            partition by scorecard_id, version, segment, predictor, snapshot_week
        ) as n_cases
    from in_segments
),

-- Equal scores share a place, so they stand among the worst together or not at all.
final as (
    select
        *,
        {{ round_score(mid_rank('n_below', 'n_equal', 'n_cases')) }} as mid_rank
    from counted
)

select * from final
