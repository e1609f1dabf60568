{{ config(materialized='view') }}

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

segments as (
    select count(distinct segment) as n_segments
    from cases
),

-- Where accounts have no segments, those of none are all of them.
in_segments as (
    select cases.*
    from cases
    cross join segments
    where cases.segment <> 'unsegmented' or segments.n_segments > 1
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
            partition by scorecard_id, version, segment, predictor, snapshot_week
            order by score
            range between current row and current row
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
