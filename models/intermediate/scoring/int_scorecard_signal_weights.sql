{{ config(materialized='view') }}

with typed_as_shares as (
    select scorecard_id
    from {{ ref('scorecard_parameters') }}
    where parameter = 'weights_are_shares' and value = 1
),

signals as (
    select
        *,
        sum(weight) over (partition by scorecard_id, version, segment, category_id) as total_weight
    from {{ ref('scorecard_signals') }}
),

final as (
    select
        signals.scorecard_id,
        signals.version,
        signals.segment,
        signals.category_id,
        signals.signal_id,
        case
            when typed_as_shares.scorecard_id is not null
                then signals.weight / nullif(signals.total_weight, 0)
            else signals.weight
        end as weight,
        signals.method,
        signals.rubric_id,
        signals.low,
        signals.high,
        signals.missing_policy,
        signals.default_score,
        signals.max_carry_weeks
    from signals
    left join typed_as_shares on signals.scorecard_id = typed_as_shares.scorecard_id
)

select * from final
