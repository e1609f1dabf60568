{{ config(materialized='view') }}

with visitor_history as (
    select visitor_id
    from {{ ref('stg_pendo__visitor_history') }}
    where
        {{ is_used_for('pendo', 'product') }}
        and rejection_reason is null
),

final as (
    select distinct
        'pendo' as source,
        visitor_id
    from visitor_history
)

select * from final
