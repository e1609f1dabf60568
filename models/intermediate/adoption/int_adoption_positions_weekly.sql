{%- set peers = 'partition by snapshot_week, category_id, dimension, group_name' -%}
with account_weeks as (
    select
        account_id,
        snapshot_week,
        account_name,
        segment,
        industry,
        region,
        use_case,
        owner_name,
        tenure_days,
        lifecycle
    from {{ ref('int_account_weeks') }}
    where
        {{ in_rescored_snapshots() }}
        and is_alive
),

tenure_bands as (
    select
        tenure_band,
        lower_bound,
        upper_bound
    from {{ ref('tenure_bands') }}
),

account_scores as (
    select
        account_id,
        snapshot_week,
        score_calculated
    from {{ ref('int_banded_scores') }}
    where
        {{ in_rescored_snapshots() }}
        and is_in_force and scorecard_id = 'adoption'
),

category_scores as (
    select
        account_id,
        snapshot_week,
        category_id,
        score
    from {{ ref('int_category_contributions') }}
    where
        {{ in_rescored_snapshots() }}
        and is_in_force and scorecard_id = 'adoption'
),

least_accounts as (
    select max(value) as least_accounts
    from {{ ref('scorecard_parameters') }}
    where scorecard_id = 'adoption' and parameter = 'least_accounts'
),

accounts as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        account_weeks.account_name,
        account_weeks.segment,
        account_weeks.industry as vertical,
        tenure_bands.tenure_band,
        account_weeks.region,
        account_weeks.use_case,
        account_weeks.owner_name,
        account_weeks.lifecycle,
        account_scores.score_calculated
    from account_weeks
    left join account_scores
        on
            account_weeks.account_id = account_scores.account_id
            and account_weeks.snapshot_week = account_scores.snapshot_week
    left join tenure_bands
        on {{ is_in_range(
            'account_weeks.tenure_days', 'tenure_bands.lower_bound', 'tenure_bands.upper_bound'
        ) }}
),

scores as (
    select
        account_id,
        snapshot_week,
        'overall' as category_id,
        score_calculated as score
    from accounts
    union all
    select
        account_id,
        snapshot_week,
        category_id,
        score
    from category_scores
),

-- An account without a score is neither compared nor a peer, whatever its categories say. The
-- number stands for account, snapshot and category where each has five groups.
judged as (
    select
        accounts.account_id,
        accounts.snapshot_week,
        scores.category_id,
        accounts.account_name,
        accounts.segment,
        accounts.vertical,
        accounts.tenure_band,
        accounts.region,
        accounts.use_case,
        accounts.owner_name,
        accounts.lifecycle,
        scores.score,
        row_number() over (
            order by accounts.snapshot_week, scores.category_id, accounts.account_id
        ) as row_key,
        accounts.score_calculated is not null and scores.score is not null as is_compared
    from accounts
    inner join scores
        on
            accounts.account_id = scores.account_id
            and accounts.snapshot_week = scores.snapshot_week
),

-- One row per group that an account belongs to.
in_groups as (
    select
        row_key,
        snapshot_week,
        category_id,
        'segment' as dimension,
        segment as group_name,
        lifecycle,
        score
    from judged
    where is_compared and segment is not null
    union all
    select
        row_key,
        snapshot_week,
        category_id,
        'vertical' as dimension,
        vertical as group_name,
        lifecycle,
        score
    from judged
    where is_compared and vertical is not null
    union all
    select
        row_key,
        snapshot_week,
        category_id,
        'tenure_band' as dimension,
        tenure_band as group_name,
        lifecycle,
        score
    from judged
    where is_compared and tenure_band is not null
    union all
    select
        row_key,
        snapshot_week,
        category_id,
        'region' as dimension,
        region as group_name,
        lifecycle,
        score
    from judged
    where is_compared and region is not null
    union all
    select
        row_key,
        snapshot_week,
        category_id,
        'use_case' as dimension,
        use_case as group_name,
        lifecycle,
        score
    from judged
    where is_compared and use_case is not null
),

-- Peers are established; of one tenure all are, since age is what they have in common.
with_peers as (
    select
        *,
        case when lifecycle = 'established' or dimension = 'tenure_band' then 1 else 0 end
            as is_peer
    from in_groups
),

-- Peers up to a score (those equal included), equal to it, and all of them.
counted as (
    select
        *,
        cast(sum(is_peer) over ({{ peers }} order by score nulls last) as bigint) as n_up_to,
        cast(sum(is_peer) over (
            {{ peers }}
            order by score nulls last
            range between current row and current row
        ) as bigint) as n_equal,
        cast(sum(is_peer) over ({{ peers }}) as bigint) as n_peers
    from with_peers
),

placed as (
    select
        counted.row_key,
        counted.dimension,
        counted.is_peer,
        case
            when counted.n_peers >= least_accounts.least_accounts
                then {{ round_score(percentile_score(
                    '(counted.n_up_to - counted.n_equal)',
                    'counted.n_equal',
                    'counted.n_peers',
                    100,
                )) }}
        end as percentile
    from counted
    cross join least_accounts
),

places as (
    select
        row_key,
        max(case when dimension = 'segment' then is_peer end) as is_peer_in_segment,
        max(case when dimension = 'vertical' then is_peer end) as is_peer_in_vertical,
        max(case when dimension = 'tenure_band' then is_peer end) as is_peer_in_tenure_band,
        max(case when dimension = 'region' then is_peer end) as is_peer_in_region,
        max(case when dimension = 'use_case' then is_peer end) as is_peer_in_use_case,
        max(case when dimension = 'segment' then percentile end) as percentile_in_segment,
        max(case when dimension = 'vertical' then percentile end) as percentile_in_vertical,
        max(case when dimension = 'tenure_band' then percentile end) as percentile_in_tenure_band,
        max(case when dimension = 'region' then percentile end) as percentile_in_region,
        max(case when dimension = 'use_case' then percentile end) as percentile_in_use_case
    from placed
    group by 1
),

final as (
    select
        judged.account_id,
        judged.snapshot_week,
        judged.category_id,
        judged.account_name,
        judged.segment,
        judged.vertical,
        judged.tenure_band,
        judged.region,
        judged.use_case,
        judged.owner_name,
        judged.lifecycle,
        coalesce(places.is_peer_in_segment, 0) as is_peer_in_segment,
        places.percentile_in_segment,
        coalesce(places.is_peer_in_vertical, 0) as is_peer_in_vertical,
        places.percentile_in_vertical,
        coalesce(places.is_peer_in_tenure_band, 0) as is_peer_in_tenure_band,
        places.percentile_in_tenure_band,
        coalesce(places.is_peer_in_region, 0) as is_peer_in_region,
        places.percentile_in_region,
        coalesce(places.is_peer_in_use_case, 0) as is_peer_in_use_case,
        places.percentile_in_use_case,
        judged.score
    from judged
    left join places on judged.row_key = places.row_key
)

select * from final
