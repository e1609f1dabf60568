{{ config(materialized='view') }}

with tickets as (
    select ticket_id
    from {{ ref('int_tickets__intercom') }}
),

-- Of events within one second the one with the higher number came later.
parts as (
    select
        part_id,
        conversation_id,
        assigned_to_id,
        lower(assigned_to_type) as assigned_to_type,
        created_at,
        loaded_at,
        case
            when lower(part_type) like '%unsnooze%' or lower(part_type) like '%reopen%' then 'open'
            when lower(part_type) = 'open' then 'open'
            when lower(part_type) like '%snooze%' then 'snoozed'
            when lower(part_type) like 'close%' then 'closed'
        end as status,
        lower(part_type) like '%assign%' and assigned_to_id is not null as is_assignment
    from {{ ref('stg_intercom__conversation_part_history') }}
    where rejection_reason is null
),

versions as (
    select
        conversation_id,
        coalesce(
            lower(state), case when is_open then 'open' when not is_open then 'closed' end
        ) as status,
        lower(priority) as priority,
        nullif(team_assignee_id, '0') as team_assignee_id,
        nullif(assignee_id, '0') as assignee_id,
        version_started_at,
        coalesce(updated_at, version_started_at, loaded_at, created_at) as changed_at,
        loaded_at
    from {{ ref('stg_intercom__conversation_history') }}
    where rejection_reason is null
),

teams as (
    select team_id
    from {{ ref('stg_intercom__teams') }}
    where rejection_reason is null
),

-- Whether an assignee is a team or one of us is told by the table that holds the id. One of us
-- stands for no team: who was in which then is not known.
assigned_parts as (
    select
        parts.conversation_id,
        parts.part_id,
        parts.created_at as changed_at,
        parts.loaded_at,
        parts.assigned_to_id as group_id
    from parts
    left join teams on parts.assigned_to_id = teams.team_id
    where
        parts.is_assignment
        and (teams.team_id is not null or parts.assigned_to_type = 'team')
),

assigned_versions as (
    select
        versions.conversation_id,
        versions.version_started_at,
        versions.changed_at,
        versions.loaded_at,
        coalesce(versions.team_assignee_id, teams.team_id) as group_id
    from versions
    left join teams on versions.assignee_id = teams.team_id
),

told_by_parts as (
    select
        conversation_id,
        'status' as field_name,
        status as field_value,
        created_at as changed_at,
        loaded_at,
        row_number() over (
            partition by conversation_id, created_at
            order by length(part_id) desc, part_id desc, loaded_at desc nulls last
        ) as choice
    from parts
    where status is not null

    union all

    select
        conversation_id,
        'group_id' as field_name,
        group_id as field_value,
        changed_at,
        loaded_at,
        row_number() over (
            partition by conversation_id, changed_at
            order by length(part_id) desc, part_id desc, loaded_at desc nulls last
        ) as choice
    from assigned_parts
),

told_by_versions as (
    select
        conversation_id,
        'status' as field_name,
        status as field_value,
        version_started_at,
        changed_at,
        loaded_at
    from versions
    where status is not null

    union all

    select
        conversation_id,
        'group_id' as field_name,
        group_id as field_value,
        version_started_at,
        changed_at,
        loaded_at
    from assigned_versions

    union all

    select
        conversation_id,
        'priority' as field_name,
        priority as field_value,
        version_started_at,
        changed_at,
        loaded_at
    from versions
),

fields_of_parts as (
    select distinct
        conversation_id,
        field_name
    from told_by_parts
),

-- Parts carry their own time; versions speak where no part does.
version_changes as (
    select
        told_by_versions.conversation_id,
        told_by_versions.field_name,
        told_by_versions.field_value,
        told_by_versions.changed_at,
        told_by_versions.loaded_at,
        lag(told_by_versions.field_value) over (
            partition by told_by_versions.conversation_id, told_by_versions.field_name
            order by
                told_by_versions.changed_at,
                told_by_versions.version_started_at,
                told_by_versions.loaded_at
        ) as value_before
    from told_by_versions
    left join fields_of_parts
        on
            told_by_versions.conversation_id = fields_of_parts.conversation_id
            and told_by_versions.field_name = fields_of_parts.field_name
    where fields_of_parts.conversation_id is null
),

all_changes as (
    select
        conversation_id as ticket_id,
        field_name,
        field_value,
        changed_at,
        loaded_at
    from told_by_parts
    where choice = 1

    union all

    select
        conversation_id as ticket_id,
        field_name,
        field_value,
        changed_at,
        loaded_at
    from version_changes
    where coalesce(field_value, '') <> coalesce(value_before, '')
),

final as (
    select
        'intercom' as source,
        all_changes.ticket_id,
        all_changes.field_name,
        all_changes.field_value,
        all_changes.changed_at,
        all_changes.loaded_at
    from all_changes
    inner join tickets on all_changes.ticket_id = tickets.ticket_id
)

select * from final
