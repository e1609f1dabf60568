{%- set dimensions = ['segment', 'vertical', 'tenure_band', 'region', 'use_case'] -%}

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

-- An account without a score is neither compared nor a peer, whatever its categories say.
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
        accounts.score_calculated is not null and scores.score is not null as is_compared,
        least_accounts.least_accounts
    from accounts
    cross join least_accounts
    inner join scores
        on
            accounts.account_id = scores.account_id
            and accounts.snapshot_week = scores.snapshot_week
),

-- Peers are established; of one tenure all are, since age is what they have in common.
with_peers as (
    select
        {%- for dimension in dimensions %}
            case
                when
                    is_compared
                    and {{ dimension }} is not null
                    and (lifecycle = 'established' or '{{ dimension }}' = 'tenure_band')
                    then 1
                else 0
            end as is_peer_in_{{ dimension }},
        {%- endfor %}
        *
    from judged
),

-- Peers up to a score (those equal included), equal to it, and all of them.
counted as (
    select
        {%- for dimension in dimensions %}
            cast(sum(is_peer_in_{{ dimension }}) over (
                partition by snapshot_week, category_id, {{ dimension }}
                order by score nulls last
            ) as bigint) as n_up_to_in_{{ dimension }},
            cast(sum(is_peer_in_{{ dimension }}) over (
                partition by snapshot_week, category_id, {{ dimension }}
                order by score nulls last
                range between current row and current row
            ) as bigint) as n_equal_in_{{ dimension }},
            cast(sum(is_peer_in_{{ dimension }}) over (
                partition by snapshot_week, category_id, {{ dimension }}
            ) as bigint) as n_peers_in_{{ dimension }},
        {%- endfor %}
        *
    from with_peers
),

final as (
    select
        account_id,
        snapshot_week,
        category_id,
        account_name,
        segment,
        vertical,
        tenure_band,
        region,
        use_case,
        owner_name,
        lifecycle,
        {%- for dimension in dimensions %}
            is_peer_in_{{ dimension }},
            case
                when
                    is_compared
                    and {{ dimension }} is not null
                    and n_peers_in_{{ dimension }} >= least_accounts
                    then {{ round_score(percentile_score(
                        '(n_up_to_in_' ~ dimension ~ ' - n_equal_in_' ~ dimension ~ ')',
                        'n_equal_in_' ~ dimension,
                        'n_peers_in_' ~ dimension,
                        100,
                    )) }}
            end as percentile_in_{{ dimension }},
        {%- endfor %}
        score
    from counted
)

select * from final
