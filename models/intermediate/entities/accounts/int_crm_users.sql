{{ config(materialized='view') }}

with named as (
    select
        source,
        user_key,
        user_name
    from {{ ref('int_crm_users__salesforce') }}

    union all

    select
        source,
        user_key,
        user_name
    from {{ ref('int_crm_users__hubspot') }}
),

final as (
    select
        source,
        user_key,
        max(user_name) as user_name
    from named
    group by 1, 2
)

select * from final
