{{ config(materialized='view') }}

with conversation_tags as (
    select
        conversation_id,
        tag_id,
        coalesce(updated_at, version_started_at, loaded_at) as tagged_at,
        case when version_ended_at > version_started_at then version_ended_at end as ended_at,
        coalesce(is_current_version, not is_deleted, true) as is_current,
        loaded_at
    from {{ ref('stg_intercom__conversation_tag_history') }}
    where rejection_reason is null and {{ is_used_for('intercom', 'support') }}
),

conversation_versions as (
    select
        conversation_id,
        coalesce(updated_at, version_started_at, loaded_at) as changed_at,
        coalesce(version_started_at, updated_at, loaded_at) as started_at
    from {{ ref('stg_intercom__conversation_history') }}
    where rejection_reason is null
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

-- A version bears its tags until the next one: its end alone, which may equal its start, tells
-- nothing. Without a next version a tag that was taken off ended when the loader said so.
borne_tags as (
    select
        conversation_tags.conversation_id,
        conversation_tags.tag_id,
        conversation_tags.tagged_at as valid_from,
        case
            when conversation_tags.is_current then cast('9999-12-31' as {{ type_time() }})
            else
                coalesce(
                    min(conversation_versions.changed_at),
                    conversation_tags.ended_at,
                    conversation_tags.loaded_at
                )
        end as valid_to
    from conversation_tags
    left join conversation_versions
        on
            conversation_tags.conversation_id = conversation_versions.conversation_id
            and conversation_tags.tagged_at < conversation_versions.changed_at
            and coalesce(conversation_tags.ended_at <= conversation_versions.started_at, true)
    group by
        conversation_tags.conversation_id,
        conversation_tags.tag_id,
        conversation_tags.tagged_at,
        conversation_tags.is_current,
        conversation_tags.ended_at,
        conversation_tags.loaded_at
),

final as (
    select
        'intercom' as source,
        'tag' as label_from,
        borne_tags.conversation_id as labelled_id,
        tags.tag_name as label,
        borne_tags.valid_from,
        max(borne_tags.valid_to) as valid_to
    from borne_tags
    inner join tags on borne_tags.tag_id = tags.tag_id
    where coalesce(borne_tags.valid_from < borne_tags.valid_to, borne_tags.valid_to is not null)
    group by borne_tags.conversation_id, tags.tag_name, borne_tags.valid_from

    union all

    select
        'intercom' as source,
        'group' as label_from,
        team_id as labelled_id,
        team_name as label,
        cast(null as {{ type_time() }}) as valid_from,
        cast(null as {{ type_time() }}) as valid_to
    from teams
)

select * from final
