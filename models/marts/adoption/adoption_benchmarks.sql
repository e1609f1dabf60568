with peer_scores as (
    select
        snapshot_week,
        'segment' as dimension,
        segment as group_name,
        category_id,
        score
    from {{ ref('int_adoption_positions_weekly') }}
    where {{ in_rescored_snapshots() }} and is_peer_in_segment = 1
    union all
    select
        snapshot_week,
        'vertical' as dimension,
        vertical as group_name,
        category_id,
        score
    from {{ ref('int_adoption_positions_weekly') }}
    where {{ in_rescored_snapshots() }} and is_peer_in_vertical = 1
    union all
    select
        snapshot_week,
        'tenure_band' as dimension,
        tenure_band as group_name,
        category_id,
        score
    from {{ ref('int_adoption_positions_weekly') }}
    where {{ in_rescored_snapshots() }} and is_peer_in_tenure_band = 1
    union all
    select
        snapshot_week,
        'region' as dimension,
        region as group_name,
        category_id,
        score
    from {{ ref('int_adoption_positions_weekly') }}
    where {{ in_rescored_snapshots() }} and is_peer_in_region = 1
    union all
    select
        snapshot_week,
        'use_case' as dimension,
        use_case as group_name,
        category_id,
        score
    from {{ ref('int_adoption_positions_weekly') }}
    where {{ in_rescored_snapshots() }} and is_peer_in_use_case = 1
),

least_accounts as (
    select max(value) as least_accounts
    from {{ ref('scorecard_parameters') }}
    where scorecard_id = 'adoption' and parameter = 'least_accounts'
),

statistics as (
    select
        snapshot_week,
        dimension,
        group_name,
        category_id,
        count(*) as n_accounts,
        {{ exact_sum('score') }} as total_score,
        {{ quantile_of('score', 0.5) }} as median_score,
        {{ quantile_of('score', 0.25) }} as lower_quartile,
        {{ quantile_of('score', 0.75) }} as upper_quartile
    from peer_scores
    group by 1, 2, 3, 4
),

-- A group of few accounts would show what a single one of them scores.
final as (
    select
        statistics.snapshot_week,
        statistics.dimension,
        statistics.group_name,
        statistics.category_id,
        cast(statistics.n_accounts as integer) as n_accounts,
        {{ round_to('statistics.total_score / nullif(statistics.n_accounts, 0)', 2) }}
            as mean_score,
        {{ round_to('statistics.median_score', 2) }} as median_score,
        {{ round_to('statistics.lower_quartile', 2) }} as lower_quartile,
        {{ round_to('statistics.upper_quartile', 2) }} as upper_quartile
    from statistics
    inner join least_accounts
        on statistics.n_accounts >= least_accounts.least_accounts
)

select * from final
