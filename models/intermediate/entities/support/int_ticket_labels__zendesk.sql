{{ config(materialized='view') }}

with ticket_tags as (
    select
        ticket_id,
        lower(tag) as tag
    from {{ ref('stg_zendesk__ticket_tags') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and {{ is_used_for('zendesk', 'support') }}
),

support_groups as (
    select
        group_id,
        lower(group_name) as group_name
    from {{ ref('stg_zendesk__groups') }}
    where rejection_reason is null and {{ is_used_for('zendesk', 'support') }}
),

-- The desk keeps no past of its tags.
final as (
    select
        'zendesk' as source,
        'tag' as label_from,
        ticket_id as labelled_id,
        tag as label,
        cast(null as {{ type_time() }}) as valid_from,
        cast(null as {{ type_time() }}) as valid_to
    from ticket_tags

    union all

    select
        'zendesk' as source,
        'group' as label_from,
        group_id as labelled_id,
        group_name as label,
        cast(null as {{ type_time() }}) as valid_from,
        cast(null as {{ type_time() }}) as valid_to
    from support_groups
)

select * from final
