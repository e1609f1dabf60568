{{ config(
    materialized='incremental',
    incremental_strategy='by_rescored_snapshot',
    on_schema_change='fail',
) }}
{% set peers = 'snapshot_week, scorecard_id, version' %}

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
        {%- for side in ['version', 'in_force'] %}
            {{ mid_rank(
                peers_below(side ~ '_score', peers),
                peers_equal(side ~ '_score', peers),
                peers_counted(side ~ '_score', peers),
            ) }} as {{ side }}_rank,
        {%- endfor %}
        row_number() over (
            partition by {{ peers }}
            order by difference desc, account_id asc
        ) as riser_place,
        row_number() over (
            partition by {{ peers }}
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
        {%- for place in [1, 2, 3] %}
            {%- for column in ['account_id', 'difference'] %}
                max(case when riser_place = {{ place }} and difference > 0 then {{ column }} end)
                    as riser_{{ place }}_{{ column }},
                max(case when faller_place = {{ place }} and difference < 0 then {{ column }} end)
                    as faller_{{ place }}_{{ column }}
                {%- if not loop.last %},{% endif %}
            {%- endfor %}
            {%- if not loop.last %},{% endif %}
        {%- endfor %}
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
        {%- for column in ['n_banded', 'n_band_changes', 'n_band_up', 'n_band_down'] %}
            cast(coalesce(summed.{{ column }}, 0) as integer) as {{ column }},
        {%- endfor %}
        {%- for column in [
            'share_band_changes', 'mean_score', 'in_force_mean_score', 'mean_difference',
            'largest_difference',
        ] %}
            {{ round_score('summed.' ~ column) }} as {{ column }},
        {%- endfor %}
        case
            when counted.n_scored_by_both > 1 and not summed.has_equal_scores
                then {{ round_score('summed.rank_correlation') }}
        end as rank_correlation,
        case
            when counted.n_scored_by_both <= 1 then 'fewer_than_two_accounts'
            when summed.has_equal_scores then 'all_scores_equal'
        end as no_rank_correlation_reason,
        {%- for place in [1, 2, 3] %}
            summed.riser_{{ place }}_account_id,
            summed.riser_{{ place }}_difference as riser_{{ place }}_points,
            summed.faller_{{ place }}_account_id,
            summed.faller_{{ place }}_difference as faller_{{ place }}_points
            {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from counted
    left join summed
        on
            counted.snapshot_week = summed.snapshot_week
            and counted.scorecard_id = summed.scorecard_id
            and counted.version = summed.version
)

select * from final
