with versions as (
    select
        snapshot_week,
        scorecard_id,
        version,
        version_hash,
        is_in_force,
        scale_max,
        rollup,
        min_weight_observed,
        peer_group
    from {{ ref('int_scorecard_versions_weekly') }}
    where {{ in_open_versions() }}
),

-- A card's own row counts before that of `*`.
least_weights as (
    select
        scorecards.scorecard_id,
        coalesce(own_rows.value, every_row.value) as least_weight
    from {{ ref('scorecards') }} as scorecards
    left join {{ ref('scorecard_parameters') }} as own_rows
        on
            scorecards.scorecard_id = own_rows.scorecard_id
            and own_rows.parameter = 'least_weight_observed'
    left join {{ ref('scorecard_parameters') }} as every_row
        on
            every_row.scorecard_id = '*'
            and every_row.parameter = 'least_weight_observed'
),

account_weeks as (
    select
        account_id,
        account_hash,
        snapshot_week,
        segment,
        lifecycle
    from {{ ref('int_account_weeks') }}
    where {{ in_rescored_snapshots() }} and is_alive
),

categories as (
    select
        account_hash,
        snapshot_week,
        version_hash,
        category_weight,
        n_signals,
        n_observed,
        n_withholding,
        applicable_weight,
        connected_weight,
        observed_weight,
        case when present_weight > 0 then category_weight end as present_category_weight,
        case when present_weight > 0 then category_weight * points / nullif(present_weight, 0) end
            as weighted_score,
        case when objective_weight > 0 then category_weight end as objective_category_weight,
        case
            when objective_weight > 0
                then category_weight * objective_points / nullif(objective_weight, 0)
        end as objective_weighted_score
    from {{ ref('int_category_scores') }}
    where {{ in_open_cells() }}
),

totals as (
    select
        account_hash,
        snapshot_week,
        version_hash,
        sum(n_signals) as n_signals,
        sum(n_observed) as n_observed,
        sum(n_withholding) as n_withholding,
        {{ exact_sum('category_weight') }} as category_weight,
        {{ exact_sum('present_category_weight') }} as present_category_weight,
        {{ exact_sum('weighted_score') }} as weighted_score,
        {{ exact_sum('objective_category_weight') }} as objective_category_weight,
        {{ exact_sum('objective_weighted_score') }} as objective_weighted_score,
        {{ exact_sum('applicable_weight') }} as applicable_weight,
        {{ exact_sum('connected_weight') }} as connected_weight,
        {{ exact_sum('observed_weight') }} as observed_weight
    from categories
    group by 1, 2, 3
),

-- Missing weight goes to what is present: a mean's weights sum to 1 again, a sum's to their number.
rolled_up as (
    select
        account_weeks.account_id,
        totals.account_hash,
        totals.snapshot_week,
        versions.scorecard_id,
        versions.version,
        totals.version_hash,
        versions.is_in_force,
        account_weeks.segment,
        account_weeks.lifecycle,
        case when versions.peer_group = 'segment' then account_weeks.segment else '*' end
            as peer_group,
        versions.scale_max,
        versions.rollup,
        -- The floor stands on what the company connected, but not below the least of all.
        coalesce(
            {{ greatest_of([
                'versions.min_weight_observed'
                ~ ' * (totals.connected_weight / nullif(totals.applicable_weight, 0))',
                least_of(['versions.min_weight_observed', 'least_weights.least_weight']),
            ]) }},
            versions.min_weight_observed
        ) as min_weight_observed,
        totals.n_signals,
        totals.n_observed,
        totals.n_withholding,
        totals.present_category_weight,
        case when versions.rollup = 'sum' then totals.category_weight else 1 end as total_weight,
        totals.weighted_score / nullif(totals.present_category_weight, 0) as mean_score,
        totals.objective_weighted_score / nullif(totals.objective_category_weight, 0)
            as objective_mean_score,
        coalesce(
            {{ round_score('totals.observed_weight / nullif(totals.applicable_weight, 0)') }}, 0
        ) as weight_observed
    from totals
    inner join versions
        on
            totals.snapshot_week = versions.snapshot_week
            and totals.version_hash = versions.version_hash
    inner join least_weights on versions.scorecard_id = least_weights.scorecard_id
    inner join account_weeks
        on
            totals.account_hash = account_weeks.account_hash
            and totals.snapshot_week = account_weeks.snapshot_week
),

judged as (
    select
        *,
        case
            when n_withholding > 0 then 'withheld'
            when mean_score is null or weight_observed < {{ round_score('min_weight_observed') }}
                then 'insufficient_weight'
        end as no_score_reason
    from rolled_up
),

final as (
    select
        account_id,
        account_hash,
        snapshot_week,
        scorecard_id,
        version,
        version_hash,
        is_in_force,
        segment,
        lifecycle,
        peer_group,
        scale_max,
        rollup,
        min_weight_observed,
        n_signals,
        n_observed,
        weight_observed,
        no_score_reason,
        total_weight,
        present_category_weight,
        case
            when no_score_reason is null
                then {{ round_score('total_weight * mean_score') }}
        end as score_calculated,
        case
            when no_score_reason is null
                then {{ round_score('total_weight * objective_mean_score') }}
        end as score_without_subjective
    from judged
)

select * from final
