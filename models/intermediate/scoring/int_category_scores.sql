{{ config(incremental_strategy='by_cell', meta={'is_filled_in_slices': true}) }}

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

-- What somebody measures himself is connected from the first snapshot that knows a value of it.
landed_signals as (
    select
        signal_id,
        min(observed_at) as first_observed_at
    from {{ ref('int_custom_signals') }}
    where rejection_reason is null
    group by 1
),

rules as (
    select
        scorecard_rules.rule_hash,
        scorecard_rules.category_hash,
        scorecard_rules.category_weight,
        scorecard_rules.signal_weight,
        scorecard_rules.declared_weight,
        scorecard_rules.missing_policy,
        scorecard_rules.is_subjective,
        scorecard_rules.is_connected,
        landed_signals.first_observed_at
    from {{ ref('int_scorecard_rules') }} as scorecard_rules
    left join landed_signals on scorecard_rules.signal_id = landed_signals.signal_id
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
        rules.is_connected
        or coalesce(rules.first_observed_at < cells.snapshot_week, false) as is_connected,
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
        {{ exact_sum('case when is_applicable and is_connected then declared_weight else 0 end') }}
            as connected_weight,
        {{ exact_sum('case when is_observed then declared_weight else 0 end') }}
            as observed_weight
    from weighed
    group by 1, 2, 3, 4
)

select * from final
