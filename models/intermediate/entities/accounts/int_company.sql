{{ config(materialized='view') }}

with company as (
    select is_demo
    from {{ ref('stg_salesforce__company') }}
)

select * from company
