with tickets as (
    select
        ticket_id,
        pipeline_id,
        closed_at,
        loaded_at
    from {{ ref('stg_hubspot__tickets') }}
    where rejection_reason is null and {{ is_used_for('hubspot', 'support') }}
),

history as (
    select
        ticket_id,
        property_name,
        property_value,
        changed_at,
        loaded_at
    from {{ ref('stg_hubspot__ticket_property_history') }}
    where
        rejection_reason is null
        and property_name in ('hs_pipeline_stage', 'hs_ticket_priority', 'hubspot_team_id')
        and {{ is_used_for('hubspot', 'support') }}
),

stages as (
    select
        stage_id,
        pipeline_id,
        lower(trim(stage_label)) as stage_label,
        coalesce(is_closed, false) or coalesce(upper(ticket_state) = 'CLOSED', false) as is_closed
    from {{ ref('stg_hubspot__ticket_pipeline_stages') }}
    where rejection_reason is null
),

-- A stage of an earlier pipeline is known by its id alone, where that stands in one pipeline only.
unique_stages as (
    select
        stage_id,
        max(stage_label) as stage_label,
        max(case when is_closed then 1 else 0 end) = 1 as is_closed
    from stages
    group by 1
    having count(*) = 1
),

-- What a stage means is its flag; of its label only the one that nobody has begun counts.
stage_changes as (
    select
        history.ticket_id,
        case
            when history.property_value is null then null
            when coalesce(stages.is_closed, unique_stages.is_closed, false) then 'solved'
            when coalesce(stages.stage_label, unique_stages.stage_label) = 'new' then 'new'
            else 'open'
        end as status,
        history.changed_at,
        history.loaded_at
    from history
    left join tickets on history.ticket_id = tickets.ticket_id
    left join stages
        on
            tickets.pipeline_id = stages.pipeline_id
            and history.property_value = stages.stage_id
    left join unique_stages on history.property_value = unique_stages.stage_id
    where history.property_name = 'hs_pipeline_stage'
),

solved_tickets as (
    select distinct ticket_id
    from stage_changes
    where status = 'solved'
),

-- The ticket itself says when it was closed where no stage of its history does.
final as (
    select
        'hubspot' as source,
        ticket_id,
        'status' as field_name,
        status as field_value,
        changed_at,
        loaded_at
    from stage_changes

    union all

    select
        'hubspot' as source,
        tickets.ticket_id,
        'status' as field_name,
        'solved' as field_value,
        tickets.closed_at as changed_at,
        tickets.loaded_at
    from tickets
    left join solved_tickets on tickets.ticket_id = solved_tickets.ticket_id
    where tickets.closed_at is not null and solved_tickets.ticket_id is null

    union all

    select
        'hubspot' as source,
        ticket_id,
        case
            when property_name = 'hs_ticket_priority' then 'priority' else 'group_id'
        end as field_name,
        lower(property_value) as field_value,
        changed_at,
        loaded_at
    from history
    where property_name <> 'hs_pipeline_stage'
)

select * from final
