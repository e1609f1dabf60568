{{ config(incremental_strategy='by_rescored_snapshot') }}

with versions as (
    select
        snapshot_week,
        version_hash,
        peer_group
    from {{ ref('int_scorecard_versions_weekly') }}
    where {{ in_rescored_snapshots() }}
),

rules as (
    select
        version_hash,
        segment,
        rule_hash,
        signal_hash
    from {{ ref('int_scorecard_rules') }}
    where method in ('percentile', 'quintile', 'share_of_max')
),

account_weeks as (
    select
        account_hash,
        snapshot_week,
        segment,
        lifecycle
    from {{ ref('int_account_weeks') }}
    where {{ in_rescored_snapshots() }} and is_alive
),

landed_values as (
    select
        account_hash,
        snapshot_week,
        signal_hash,
        {{ round_score('value') }} as value,
        level is null or level <> 'not_applicable' as is_comparable
    from {{ ref('int_account_signals') }}
    where
        {{ in_rescored_snapshots() }}
        and value is not null
        and signal_hash in (select rules.signal_hash from rules)
),

carried_values as (
    select
        carried_readings.account_hash,
        carried_readings.snapshot_week,
        rules.signal_hash,
        {{ round_score('carried_readings.value') }} as value
    from {{ ref('int_carried_readings') }} as carried_readings
    inner join rules on carried_readings.rule_hash = rules.rule_hash
    where
        {{ in_rescored_snapshots('carried_readings.snapshot_week') }}
        and carried_readings.value is not null
),

populations as (
    select distinct
        versions.snapshot_week,
        rules.signal_hash,
        case when versions.peer_group = 'segment' then rules.segment else '*' end as peer_group
    from versions
    inner join rules on versions.version_hash = rules.version_hash
),

-- Peers are fixed before scoring: alive, past onboarding, with a value of that snapshot. The
-- values of others stand among them without counting.
values_to_place as (
    select
        account_hash,
        snapshot_week,
        signal_hash,
        value,
        is_comparable
    from landed_values
    union all
    select
        account_hash,
        snapshot_week,
        signal_hash,
        value,
        false as is_comparable
    from carried_values
),

distinct_values as (
    select
        populations.snapshot_week,
        populations.signal_hash,
        populations.peer_group,
        values_to_place.value,
        sum(
            case
                when
                    values_to_place.is_comparable
                    and account_weeks.lifecycle = 'established'
                    then 1
                else 0
            end
        ) as n_equal
    from values_to_place
    inner join account_weeks
        on
            values_to_place.account_hash = account_weeks.account_hash
            and values_to_place.snapshot_week = account_weeks.snapshot_week
    inner join populations
        on
            values_to_place.snapshot_week = populations.snapshot_week
            and values_to_place.signal_hash = populations.signal_hash
            and populations.peer_group in ('*', account_weeks.segment)
    group by 1, 2, 3, 4
),

final as (
    select
        snapshot_week,
        signal_hash,
        peer_group,
        value,
        cast(n_equal as bigint) as n_equal,
        cast(sum(n_equal) over (
            partition by snapshot_week, signal_hash, peer_group
            order by value
            rows between unbounded preceding and current row
        ) - n_equal as bigint) as n_below,
        cast(sum(n_equal) over (
            partition by snapshot_week, signal_hash, peer_group
        ) as bigint) as n_peers
    from distinct_values
)

select * from final
