{{ config(materialized='view') }}

with final as (
    select
        source,
        visitor_id
    from {{ ref('int_listed_visitors__pendo') }}

    union all

    select
        source,
        visitor_id
    from {{ ref('int_listed_visitors__mixpanel') }}
)

select * from final
