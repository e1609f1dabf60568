with account_scores as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        lifecycle,
        peer_group,
        score_calculated
    from {{ ref('int_account_scores') }}
    where {{ in_open_versions() }}
),

overrides as (
    select
        account_id,
        scorecard_id,
        valid_from,
        valid_to,
        score,
        band,
        author,
        reason,
        recorded_at
    from {{ ref('int_score_overrides') }}
    where rejection_reason is null and (score is not null or band is not null)
),

-- An override speaks for snapshots in its dates that came after it was recorded; the newest wins.
overrides_in_force as (
    select
        account_scores.account_id,
        account_scores.snapshot_week,
        account_scores.scorecard_id,
        account_scores.version,
        overrides.score,
        overrides.band,
        overrides.author,
        overrides.reason,
        row_number() over (
            partition by
                account_scores.account_id,
                account_scores.snapshot_week,
                account_scores.scorecard_id,
                account_scores.version
            order by
                overrides.recorded_at desc,
                overrides.valid_from desc,
                overrides.author asc nulls last,
                overrides.score asc nulls last,
                overrides.band asc nulls last
        ) as recency
    from account_scores
    inner join overrides
        on
            account_scores.account_id = overrides.account_id
            and account_scores.scorecard_id = overrides.scorecard_id
            and overrides.recorded_at < cast(account_scores.snapshot_week as {{ type_time() }})
            and account_scores.snapshot_week >= overrides.valid_from
            and (
                overrides.valid_to is null
                or account_scores.snapshot_week < overrides.valid_to
            )
),

scores as (
    select
        account_scores.account_id,
        account_scores.snapshot_week,
        account_scores.scorecard_id,
        account_scores.version,
        account_scores.lifecycle,
        account_scores.peer_group,
        account_scores.score_calculated,
        case
            when overrides_in_force.score is null then account_scores.score_calculated
            else {{ round_score('overrides_in_force.score') }}
        end as score,
        {{ round_score('overrides_in_force.score') }} as override_score,
        overrides_in_force.band as override_band,
        overrides_in_force.author as override_author,
        overrides_in_force.reason as override_reason,
        overrides_in_force.account_id is not null as is_overridden
    from account_scores
    left join overrides_in_force
        on
            account_scores.account_id = overrides_in_force.account_id
            and account_scores.snapshot_week = overrides_in_force.snapshot_week
            and account_scores.scorecard_id = overrides_in_force.scorecard_id
            and account_scores.version = overrides_in_force.version
            and overrides_in_force.recency = 1
),

-- Peers count with the score that was calculated; every score is placed among them.
scores_to_place as (
    select
        snapshot_week,
        scorecard_id,
        version,
        peer_group,
        score_calculated as score,
        1 as n_peers
    from scores
    where lifecycle = 'established' and score_calculated is not null
    union all
    select
        snapshot_week,
        scorecard_id,
        version,
        peer_group,
        score,
        0 as n_peers
    from scores
    where score is not null
),

distinct_scores as (
    select
        snapshot_week,
        scorecard_id,
        version,
        peer_group,
        score,
        cast(sum(n_peers) as bigint) as n_equal
    from scores_to_place
    group by 1, 2, 3, 4, 5
),

positions as (
    select
        snapshot_week,
        scorecard_id,
        version,
        peer_group,
        score,
        n_equal,
        cast(sum(n_equal) over (
            partition by snapshot_week, scorecard_id, version, peer_group
            order by score
            rows between unbounded preceding and current row
        ) as bigint) - n_equal as n_below,
        cast(sum(n_equal) over (
            partition by snapshot_week, scorecard_id, version, peer_group
        ) as bigint) as n_peers
    from distinct_scores
),

final as (
    select
        scores.account_id,
        scores.snapshot_week,
        scores.scorecard_id,
        scores.version,
        scores.score,
        {{ round_score(mid_rank('positions.n_below', 'positions.n_equal', 'positions.n_peers')) }}
            as mid_rank,
        positions.n_peers,
        scores.override_score,
        scores.override_band,
        scores.override_author,
        scores.override_reason,
        scores.is_overridden
    from scores
    left join positions
        on
            scores.snapshot_week = positions.snapshot_week
            and scores.scorecard_id = positions.scorecard_id
            and scores.version = positions.version
            and scores.peer_group = positions.peer_group
            and scores.score = positions.score
)

select * from final
