{{ config(incremental_strategy='by_cell') }}

with cells as (
    select
        account_hash,
        snapshot_week,
        version_hash,
        rule_hash,
        status,
        score
    from {{ ref('int_scored_cells') }}
    where {{ in_open_cells() }}
),

rules as (
    select
        rule_hash,
        category_hash,
        category_weight,
        signal_weight,
        declared_weight,
        missing_policy,
        is_subjective,
        is_connected
    from {{ ref('int_scorecard_rules') }}
),

weighed as (
    select
        cells.account_hash,
        cells.snapshot_week,
        cells.version_hash,
        cells.score,
        rules.category_hash,
        rules.category_weight,
        rules.signal_weight,
        rules.declared_weight,
        rules.is_subjective,
        rules.is_connected,
        cells.status in ('scored', 'carried_forward') as is_observed,
        cells.status not in ('not_applicable', 'before_signal_start') as is_applicable,
        cells.status = 'excluded_missing' and rules.missing_policy = 'withhold' as is_withholding
    from cells
    inner join rules on cells.rule_hash = rules.rule_hash
),

final as (
    select
        account_hash,
        snapshot_week,
        version_hash,
        category_hash,
        max(category_weight) as category_weight,
        count(*) as n_signals,
        sum(case when is_observed then 1 else 0 end) as n_observed,
        sum(case when is_withholding then 1 else 0 end) as n_withholding,
        {{ exact_sum('case when score is not null then signal_weight end') }} as present_weight,
        {{ exact_sum('signal_weight * score') }} as points,
        {{ exact_sum('case when not is_subjective and score is not null then signal_weight end') }}
            as objective_weight,
        {{ exact_sum('case when not is_subjective then signal_weight * score end') }}
            as objective_points,
        {{ exact_sum('case when is_applicable then declared_weight else 0 end') }}
            as applicable_weight,
        -- A company may land a value itself of what no source of it can fill.
        {{ exact_sum(
            'case when is_applicable and (is_connected or is_observed) then declared_weight else 0 end'
        ) }} as connected_weight,
        {{ exact_sum('case when is_observed then declared_weight else 0 end') }}
            as observed_weight
    from weighed
    group by 1, 2, 3, 4
)

select * from final
