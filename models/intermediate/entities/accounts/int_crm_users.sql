{{ config(materialized='view') }}

with named as (
    {{ union_branches('int_crm_users', [
        'source',
        'user_key',
        'user_name',
    ]) }}
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
