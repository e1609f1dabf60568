with periods as (
    select
        source,
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

labels as (
    select
        source,
        label_from,
        labelled_id,
        label
    from {{ ref('int_ticket_labels__zendesk') }}

    union all

    select
        source,
        label_from,
        labelled_id,
        label
    from {{ ref('int_ticket_labels__intercom') }}

    union all

    select
        source,
        label_from,
        labelled_id,
        label
    from {{ ref('int_ticket_labels__hubspot') }}
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
        labels.source,
        labels.labelled_id as ticket_id,
        max(support_levels.support_level) as support_level,
        max(case when support_levels.is_escalation then 1 else 0 end) as n_escalation
    from labels
    inner join support_levels
        on
            labels.label_from = support_levels.mapped_from
            and labels.label = lower(support_levels.mapped_value)
    where labels.label_from = 'tag'
    group by 1, 2
),

group_levels as (
    select
        labels.source,
        labels.labelled_id as group_id,
        support_levels.support_level,
        support_levels.is_escalation
    from labels
    inner join support_levels
        on
            labels.label_from = support_levels.mapped_from
            and labels.label = lower(support_levels.mapped_value)
    where labels.label_from = 'group'
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
    left join tag_levels
        on
            periods.source = tag_levels.source
            and periods.ticket_id = tag_levels.ticket_id
    left join group_levels
        on
            periods.source = group_levels.source
            and periods.group_id = group_levels.group_id
),

final as (
    select
        source,
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
            lag(is_escalation) over (partition by source, ticket_id order by valid_from), false
        ) as is_escalation_start,
        withdrawn_at,
        has_status_history
    from levelled
)

select * from final
