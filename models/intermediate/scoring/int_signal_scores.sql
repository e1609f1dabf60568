{{ config(materialized='view') }}

with cells as (
    select
        account_hash,
        snapshot_week,
        rule_hash,
        value,
        level,
        observed_week,
        rubric_row,
        scale_point,
        status,
        score,
        has_unread_value
    from {{ ref('int_scored_cells') }}
),

rules as (
    select
        rule_hash,
        version_hash,
        signal_id,
        category_hash,
        signal_weight,
        declared_weight,
        method,
        rubric_number,
        missing_policy,
        is_subjective
    from {{ ref('int_scorecard_rules') }}
),

rubric_rows as (
    select
        rubric_number,
        rubric_row,
        label
    from {{ ref('int_rubric_rows') }}
),

categories as (
    select
        account_id,
        account_hash,
        snapshot_week,
        scorecard_id,
        version,
        version_hash,
        category_id,
        category_hash,
        is_in_force,
        scale_max,
        rollup,
        present_weight,
        applied_weight
    from {{ ref('int_category_contributions') }}
),

-- A category's weight is split by its present signals.
weighted as (
    select
        categories.account_id,
        categories.account_hash,
        categories.snapshot_week,
        categories.scorecard_id,
        categories.version,
        categories.version_hash,
        rules.signal_id,
        categories.is_in_force,
        categories.category_id,
        rules.method,
        rules.missing_policy,
        rules.is_subjective,
        cells.value,
        cells.level,
        case when cells.status in ('scored', 'carried_forward') then rubric_rows.label end
            as label,
        cells.observed_week,
        cells.scale_point,
        cells.status,
        cells.score,
        rules.declared_weight,
        case
            when cells.score is not null
                then
                    categories.applied_weight
                    * rules.signal_weight / nullif(categories.present_weight, 0)
        end as applied_weight,
        categories.rollup,
        categories.scale_max,
        cells.has_unread_value
    from cells
    inner join rules on cells.rule_hash = rules.rule_hash
    inner join categories
        on
            cells.account_hash = categories.account_hash
            and cells.snapshot_week = categories.snapshot_week
            and rules.version_hash = categories.version_hash
            and rules.category_hash = categories.category_hash
    left join rubric_rows
        on
            rules.rubric_number = rubric_rows.rubric_number
            and cells.rubric_row = rubric_rows.rubric_row
),

final as (
    select
        account_id,
        account_hash,
        snapshot_week,
        scorecard_id,
        version,
        version_hash,
        signal_id,
        is_in_force,
        category_id,
        method,
        missing_policy,
        is_subjective,
        value,
        level,
        label,
        observed_week,
        scale_point,
        status,
        score,
        declared_weight,
        applied_weight,
        applied_weight * score as contribution,
        case when rollup = 'weighted_mean' then applied_weight * (scale_max - score) end
            as points_lost,
        has_unread_value
    from weighted
)

select * from final
