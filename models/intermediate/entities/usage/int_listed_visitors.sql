{{ config(materialized='view') }}

with final as (
    {{ union_branches('int_listed_visitors', [
        'source',
        'visitor_id',
    ]) }}
)

select * from final
