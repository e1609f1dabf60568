{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_snapshot',
    on_schema_change='fail',
) }}
with differences as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        in_force_version,
        version_score,
        in_force_score,
        difference,
        band_move
    from {{ ref('int_version_differences') }}
    where {{ in_rescored_snapshots() }}
),

counted as (
    select
        snapshot_week,
        scorecard_id,
        version,
        in_force_version,
        count(difference) as n_scored_by_both,
        count(version_score) - count(difference) as n_scored_by_version_only,
        count(in_force_score) - count(difference) as n_scored_by_in_force_only
    from differences
    group by 1, 2, 3, 4
),

-- Equal scores share the middle of their ranks; equal movers follow each other by account.
ranked as (
    select
        *,
        {{ mid_rank(
            peers_below('version_score', 'snapshot_week, scorecard_id, version'),
            peers_equal('version_score', 'snapshot_week, scorecard_id, version'),
            peers_counted('version_score', 'snapshot_week, scorecard_id, version'),
        ) }} as version_rank,
        {{ mid_rank(
            peers_below('in_force_score', 'snapshot_week, scorecard_id, version'),
            peers_equal('in_force_score', 'snapshot_week, scorecard_id, version'),
            peers_counted('in_force_score', 'snapshot_week, scorecard_id, version'),
        ) }} as in_force_rank,
        row_number() over (
            partition by snapshot_week, scorecard_id, version
            order by difference desc, account_id asc
        ) as riser_place,
        row_number() over (
            partition by snapshot_week, scorecard_id, version
            order by difference asc, account_id asc
        ) as faller_place
    from differences
    where difference is not null
),

summed as (
    select
        snapshot_week,
        scorecard_id,
        version,
        count(band_move) as n_banded,
        count(case when band_move <> 'same' then 1 end) as n_band_changes,
        count(case when band_move = 'up' then 1 end) as n_band_up,
        count(case when band_move = 'down' then 1 end) as n_band_down,
        cast(count(case when band_move <> 'same' then 1 end) as {{ type_double() }})
        / nullif(count(band_move), 0) as share_band_changes,
        {{ exact_sum('version_score') }} / count(*) as mean_score,
        {{ exact_sum('in_force_score') }} / count(*) as in_force_mean_score,
        {{ exact_sum('abs(difference)') }} / count(*) as mean_difference,
        max(abs(difference)) as largest_difference,
        min(version_score) = max(version_score)
        or min(in_force_score) = max(in_force_score) as has_equal_scores,
        corr(version_rank, in_force_rank) as rank_correlation,
        max(case when riser_place = 1 and difference > 0 then account_id end)
            as riser_1_account_id,
        max(case when faller_place = 1 and difference < 0 then account_id end)
            as faller_1_account_id,
        max(case when riser_place = 1 and difference > 0 then difference end)
            as riser_1_difference,
        max(case when faller_place = 1 and difference < 0 then difference end)
            as faller_1_difference,
        max(case when riser_place = 2 and difference > 0 then account_id end)
            as riser_2_account_id,
        max(case when faller_place = 2 and difference < 0 then account_id end)
            as faller_2_account_id,
        max(case when riser_place = 2 and difference > 0 then difference end)
            as riser_2_difference,
        max(case when faller_place = 2 and difference < 0 then difference end)
            as faller_2_difference,
        max(case when riser_place = 3 and difference > 0 then account_id end)
            as riser_3_account_id,
        max(case when faller_place = 3 and difference < 0 then account_id end)
            as faller_3_account_id,
        max(case when riser_place = 3 and difference > 0 then difference end)
            as riser_3_difference,
        max(case when faller_place = 3 and difference < 0 then difference end)
            as faller_3_difference
    from ranked
    group by 1, 2, 3
),

final as (
    select
        counted.snapshot_week,
        counted.scorecard_id,
        counted.version,
        counted.in_force_version,
        cast(counted.n_scored_by_both as integer) as n_scored_by_both,
        cast(counted.n_scored_by_version_only as integer) as n_scored_by_version_only,
        cast(counted.n_scored_by_in_force_only as integer) as n_scored_by_in_force_only,
        cast(coalesce(summed.n_banded, 0) as integer) as n_banded,
        cast(coalesce(summed.n_band_changes, 0) as integer) as n_band_changes,
        cast(coalesce(summed.n_band_up, 0) as integer) as n_band_up,
        cast(coalesce(summed.n_band_down, 0) as integer) as n_band_down,
        {{ round_score('summed.share_band_changes') }} as share_band_changes,
        {{ round_score('summed.mean_score') }} as mean_score,
        {{ round_score('summed.in_force_mean_score') }} as in_force_mean_score,
        {{ round_score('summed.mean_difference') }} as mean_difference,
        {{ round_score('summed.largest_difference') }} as largest_difference,
        case
            when counted.n_scored_by_both > 1 and not summed.has_equal_scores
                then {{ round_score('summed.rank_correlation') }}
        end as rank_correlation,
        case
            when counted.n_scored_by_both <= 1 then 'fewer_than_two_accounts'
            when summed.has_equal_scores then 'all_scores_equal'
        end as no_rank_correlation_reason,
        summed.riser_1_account_id,
        summed.riser_1_difference as riser_1_points,
        summed.faller_1_account_id,
        summed.faller_1_difference as faller_1_points,
        summed.riser_2_account_id,
        summed.riser_2_difference as riser_2_points,
        summed.faller_2_account_id,
        summed.faller_2_difference as faller_2_points,
        summed.riser_3_account_id,
        summed.riser_3_difference as riser_3_points,
        summed.faller_3_account_id,
        summed.faller_3_difference as faller_3_points
    from counted
    left join summed
        on
            counted.snapshot_week = summed.snapshot_week
            and counted.scorecard_id = summed.scorecard_id
            and counted.version = summed.version
)

select * from final
