{{ config(materialized='view') }}

with final as (
    select
        'hubspot' as source,
        owner_id as user_key,
        {{ join_texts(' ', ["nullif(trim(first_name), '')", "nullif(trim(last_name), '')"]) }}
            as user_name
    from {{ ref('stg_hubspot__owners') }}
    where
        rejection_reason is null
        and {{ is_used_for('hubspot', 'crm') }}
)

select * from final
