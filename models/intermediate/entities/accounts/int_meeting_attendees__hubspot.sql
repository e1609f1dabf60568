{{ config(materialized='view') }}

with associations as (
    select
        engagement_id,
        contact_id
    from {{ ref('stg_hubspot__engagement_contacts') }}
    where
        rejection_reason is null
        and not is_deleted
        and {{ is_used_for('hubspot', 'correspondence') }}
),

meetings as (
    select meeting_key
    from {{ ref('int_meetings__hubspot') }}
),

survivors as (
    select
        merged_key,
        survivor_key
    from {{ ref('int_merges__hubspot') }}
    where record_kind = 'contact'
),

final as (
    select distinct
        'hubspot' as source,
        associations.engagement_id as meeting_key,
        coalesce(survivors.survivor_key, associations.contact_id) as contact_key,
        cast(null as {{ type_text() }}) as answer,
        cast(null as {{ type_time() }}) as responded_at
    from associations
    inner join meetings on associations.engagement_id = meetings.meeting_key
    left join survivors on associations.contact_id = survivors.merged_key
)

select * from final
