with signals as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        category_id,
        category_weight,
        signal_weight,
        declared_weight,
        score,
        is_subjective,
        is_observed,
        is_applicable,
        is_withholding
    from {{ ref('int_scored_signals') }}
    where {{ in_open_versions() }}
),

final as (
    select
        account_id,
        snapshot_week,
        scorecard_id,
        version,
        category_id,
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
        {{ exact_sum('case when is_observed then declared_weight else 0 end') }}
            as observed_weight
    from signals
    group by 1, 2, 3, 4, 5
)

select * from final
