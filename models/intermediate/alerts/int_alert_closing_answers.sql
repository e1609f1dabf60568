{{ config(materialized='view') }}

with responses as (
    select
        alert_rule_id,
        subject_id,
        known_week,
        state
    from {{ ref('int_alert_responses') }}
    where rejection_reason is null and state <> 'acknowledged'
),

-- Two answers that one snapshot hears first: dismissed is the last word.
final as (
    select
        alert_rule_id,
        subject_id,
        known_week,
        min(state) as closing_state
    from responses
    group by 1, 2, 3
)

select * from final
