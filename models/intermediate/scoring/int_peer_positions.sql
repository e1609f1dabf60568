{{ config(incremental_strategy='by_rescored_snapshot') }}

with cells as (
    select
        snapshot_week,
        signal_id,
        peer_group,
        {{ round_score('value') }} as value
    from {{ ref('int_signal_inputs') }}
    where
        {{ in_rescored_snapshots() }}
        and method in ('percentile', 'quintile', 'share_of_max')
),

populations as (
    select distinct
        snapshot_week,
        signal_id,
        peer_group
    from cells
),

-- Peers are fixed before scoring: alive, past onboarding, with a value of that snapshot.
account_weeks as (
    select
        account_id,
        snapshot_week,
        segment
    from {{ ref('int_account_weeks') }}
    where {{ in_rescored_snapshots() }} and is_alive and lifecycle = 'established'
),

landed_values as (
    select
        account_id,
        snapshot_week,
        signal_id,
        {{ round_score('value') }} as value
    from {{ ref('int_account_signals') }}
    where
        {{ in_rescored_snapshots() }}
        and value is not null
        and (level is null or level <> 'not_applicable')
),

peers as (
    select
        populations.snapshot_week,
        populations.signal_id,
        populations.peer_group,
        landed_values.value
    from populations
    inner join landed_values
        on
            populations.snapshot_week = landed_values.snapshot_week
            and populations.signal_id = landed_values.signal_id
    inner join account_weeks
        on
            landed_values.account_id = account_weeks.account_id
            and landed_values.snapshot_week = account_weeks.snapshot_week
            and populations.peer_group in ('*', account_weeks.segment)
),

-- Values to place stand among the peers without counting as one.
values_to_place as (
    select
        snapshot_week,
        signal_id,
        peer_group,
        value,
        1 as n_peers
    from peers
    union all
    select
        snapshot_week,
        signal_id,
        peer_group,
        value,
        0 as n_peers
    from cells
    where value is not null
),

distinct_values as (
    select
        snapshot_week,
        signal_id,
        peer_group,
        value,
        cast(sum(n_peers) as bigint) as n_equal
    from values_to_place
    group by 1, 2, 3, 4
),

final as (
    select
        snapshot_week,
        signal_id,
        peer_group,
        value,
        n_equal,
        cast(sum(n_equal) over (
            partition by snapshot_week, signal_id, peer_group
            order by value
            rows between unbounded preceding and current row
        ) as bigint) - n_equal as n_below,
        cast(sum(n_equal) over (
            partition by snapshot_week, signal_id, peer_group
        ) as bigint) as n_peers
    from distinct_values
)

select * from final
