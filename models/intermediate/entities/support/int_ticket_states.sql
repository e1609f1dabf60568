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
    {{ union_branches('int_ticket_labels', [
        'source',
        'label_from',
        'labelled_id',
        'label',
        'valid_from',
        'valid_to',
    ]) }}
),

support_levels as (
    select
        mapped_from,
        mapped_value,
        support_level,
        is_escalation
    from {{ ref('support_levels') }}
),

-- What a tag says holds while the ticket bears it; without times, from its creation on.
tag_labels as (
    select
        labels.source,
        labels.labelled_id as ticket_id,
        support_levels.support_level,
        case when support_levels.is_escalation then 1 else 0 end as n_escalation,
        labels.valid_from,
        labels.valid_to
    from labels
    inner join support_levels
        on
            labels.label_from = support_levels.mapped_from
            and labels.label = lower(support_levels.mapped_value)
    where labels.label_from = 'tag'
),

label_changes as (
    select
        source,
        ticket_id,
        valid_from as changed_at
    from tag_labels

    union distinct

    select
        source,
        ticket_id,
        valid_to as changed_at
    from tag_labels
),

-- A period is split where a tag comes or goes.
state_starts as (
    select
        source,
        ticket_id,
        valid_from as period_from,
        valid_from
    from periods

    union all

    select
        periods.source,
        periods.ticket_id,
        periods.valid_from as period_from,
        label_changes.changed_at as valid_from
    from periods
    inner join label_changes
        on
            periods.source = label_changes.source
            and periods.ticket_id = label_changes.ticket_id
            and periods.valid_from < label_changes.changed_at
            and periods.valid_to > label_changes.changed_at
),

states as (
    select
        periods.source,
        periods.ticket_id,
        periods.account_id,
        periods.created_at,
        state_starts.valid_from,
        lead(state_starts.valid_from, 1, periods.valid_to) over (
            partition by periods.source, periods.ticket_id
            order by state_starts.valid_from
        ) as valid_to,
        periods.status,
        periods.priority,
        periods.group_id,
        periods.withdrawn_at,
        periods.has_status_history
    from periods
    inner join state_starts
        on
            periods.source = state_starts.source
            and periods.ticket_id = state_starts.ticket_id
            and periods.valid_from = state_starts.period_from
),

tag_levels as (
    select
        states.source,
        states.ticket_id,
        states.valid_from,
        max(tag_labels.support_level) as support_level,
        max(tag_labels.n_escalation) as n_escalation
    from states
    inner join tag_labels
        on
            states.source = tag_labels.source
            and states.ticket_id = tag_labels.ticket_id
            and coalesce(states.valid_from >= tag_labels.valid_from, true)
            and coalesce(states.valid_from < tag_labels.valid_to, true)
    group by 1, 2, 3
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
        states.*,
        states.status not in ('solved', 'closed', 'deleted') as is_open,
        case
            when
                tag_levels.support_level > group_levels.support_level
                or group_levels.support_level is null
                then tag_levels.support_level
            else group_levels.support_level
        end as support_level,
        coalesce(group_levels.is_escalation, false)
        or coalesce(tag_levels.n_escalation, 0) = 1 as is_escalation
    from states
    left join tag_levels
        on
            states.source = tag_levels.source
            and states.ticket_id = tag_levels.ticket_id
            and states.valid_from = tag_levels.valid_from
    left join group_levels
        on
            states.source = group_levels.source
            and states.group_id = group_levels.group_id
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
