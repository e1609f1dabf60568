{{ config(materialized='view') }}

with people as (
    select visitor_id
    from {{ ref('stg_mixpanel__people') }}
    where
        {{ is_used_for('mixpanel', 'product') }}
        and rejection_reason is null
),

final as (
    select distinct
        'mixpanel' as source,
        visitor_id
    from people
)

select * from final
