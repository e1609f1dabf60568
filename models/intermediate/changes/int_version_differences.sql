{{ config(materialized='view') }}

with account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        is_in_force,
        score_calculated,
        band,
        band_rank
    from {{ ref('int_banded_scores') }}
),

bands as (
    select
        scorecard_id,
        version,
        band_id,
        rank
    from {{ ref('int_bands') }}
    where not is_status
),

-- A band that both versions know has the rank of the compared one: with one more band below, an
-- account that stays where it was would else seem to rise.
paired as (
    select
        beside.account_id,
        beside.snapshot_week,
        beside.scorecard_id,
        beside.version,
        in_force.version as in_force_version,
        beside.score_calculated as version_score,
        in_force.score_calculated as in_force_score,
        {{ round_score('beside.score_calculated - in_force.score_calculated') }} as difference,
        beside.band as version_band,
        in_force.band as in_force_band,
        beside.band_rank as version_band_rank,
        coalesce(bands.rank, in_force.band_rank) as in_force_band_rank
    from account_scores as beside
    inner join account_scores as in_force
        on
            beside.account_id = in_force.account_id
            and beside.snapshot_week = in_force.snapshot_week
            and beside.scorecard_id = in_force.scorecard_id
    left join bands
        on
            beside.scorecard_id = bands.scorecard_id
            and beside.version = bands.version
            and in_force.band = bands.band_id
    where not beside.is_in_force and in_force.is_in_force
),

final as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        in_force_version,
        version_score,
        in_force_score,
        difference,
        version_band,
        in_force_band,
        case
            when difference is null then null
            when version_band = in_force_band then 'same'
            when version_band_rank > in_force_band_rank then 'up'
            when version_band_rank < in_force_band_rank then 'down'
            when version_band <> in_force_band then 'other'
        end as band_move
    from paired
)

select * from final
