with periods as (
    select
        ticket_id,
        account_id,
        created_at,
        valid_from,
        valid_to,
        status,
        priority,
        group_id,
        withdrawn_at,
        has_status_history
    from {{ ref('int_ticket_periods') }}
),

ticket_tags as (
    select
        ticket_id,
        lower(tag) as tag
    from {{ ref('stg_zendesk__ticket_tags') }}
    where rejection_reason is null and not coalesce(is_deleted, false)
),

support_groups as (
    select
        group_id,
        lower(group_name) as group_name
    from {{ ref('stg_zendesk__groups') }}
    where rejection_reason is null
),

support_levels as (
    select
        mapped_from,
        mapped_value,
        support_level,
        is_escalation
    from {{ ref('support_levels') }}
),

-- tags have no history: what a tag says holds from the ticket's creation on
tag_levels as (
    select
        ticket_tags.ticket_id,
        max(support_levels.support_level) as support_level,
        max(case when support_levels.is_escalation then 1 else 0 end) as n_escalation
    from ticket_tags
    inner join support_levels
        on
            ticket_tags.tag = lower(support_levels.mapped_value)
            and support_levels.mapped_from = 'tag'
    group by 1
),

group_levels as (
    select
        support_groups.group_id,
        support_levels.support_level,
        support_levels.is_escalation
    from support_groups
    inner join support_levels
        on
            support_groups.group_name = lower(support_levels.mapped_value)
            and support_levels.mapped_from = 'group'
),

-- group and tag may both speak: the higher level holds
levelled as (
    select
        periods.*,
        periods.status not in ('solved', 'closed', 'deleted') as is_open,
        case
            when
                tag_levels.support_level > group_levels.support_level
                or group_levels.support_level is null
                then tag_levels.support_level
            else group_levels.support_level
        end as support_level,
        coalesce(group_levels.is_escalation, false)
        or coalesce(tag_levels.n_escalation, 0) = 1 as is_escalation
    from periods
    left join tag_levels on periods.ticket_id = tag_levels.ticket_id
    left join group_levels on periods.group_id = group_levels.group_id
),

final as (
    select
        ticket_id,
        account_id,
        created_at,
        valid_from,
        valid_to,
        status,
        priority,
        group_id,
        is_open,
        support_level,
        is_escalation,
        is_escalation and not coalesce(
            lag(is_escalation) over (partition by ticket_id order by valid_from), false
        ) as is_escalation_start,
        withdrawn_at,
        has_status_history
    from levelled
)

select * from final
