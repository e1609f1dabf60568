{{ config(materialized='view') }}

with tickets as (
    select
        ticket_id,
        lower(trim(category)) as category
    from {{ ref('stg_hubspot__tickets') }}
    where
        rejection_reason is null
        and category is not null
        and {{ is_used_for('hubspot', 'support') }}
),

teams as (
    select distinct lower(property_value) as team_id
    from {{ ref('stg_hubspot__ticket_property_history') }}
    where
        rejection_reason is null
        and property_name = 'hubspot_team_id'
        and property_value is not null
        and {{ is_used_for('hubspot', 'support') }}
),

-- Teams land without names: seed support_levels names them by id.
final as (
    select
        'hubspot' as source,
        'tag' as label_from,
        ticket_id as labelled_id,
        category as label,
        cast(null as {{ type_time() }}) as valid_from,
        cast(null as {{ type_time() }}) as valid_to
    from tickets

    union all

    select
        'hubspot' as source,
        'group' as label_from,
        team_id as labelled_id,
        team_id as label,
        cast(null as {{ type_time() }}) as valid_from,
        cast(null as {{ type_time() }}) as valid_to
    from teams
)

select * from final
