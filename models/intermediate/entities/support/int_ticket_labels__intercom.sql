{{ config(materialized='view') }}

with conversation_tags as (
    select distinct
        conversation_id,
        tag_id
    from {{ ref('stg_intercom__conversation_tag_history') }}
    where
        rejection_reason is null
        and coalesce(is_current_version, not is_deleted, true)
        and {{ is_used_for('intercom', 'support') }}
),

tags as (
    select
        tag_id,
        lower(tag_name) as tag_name
    from {{ ref('stg_intercom__tags') }}
    where rejection_reason is null and not coalesce(is_deleted, false)
),

teams as (
    select
        team_id,
        lower(team_name) as team_name
    from {{ ref('stg_intercom__teams') }}
    where rejection_reason is null and {{ is_used_for('intercom', 'support') }}
),

final as (
    select
        'intercom' as source,
        'tag' as label_from,
        conversation_tags.conversation_id as labelled_id,
        tags.tag_name as label
    from conversation_tags
    inner join tags on conversation_tags.tag_id = tags.tag_id

    union all

    select
        'intercom' as source,
        'group' as label_from,
        team_id as labelled_id,
        team_name as label
    from teams
)

select * from final
