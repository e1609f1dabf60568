{{ config(materialized='view') }}

with tickets as (
    select
        source,
        ticket_id,
        account_id,
        created_at,
        withdrawn_at,
        withdrawn_as
    from {{ ref('int_tickets') }}
),

landed_changes as (
    {{ union_branches('int_ticket_changes', [
        'source',
        'ticket_id',
        'field_name',
        'field_value',
        'changed_at',
        'loaded_at',
    ]) }}
),

field_history as (
    select
        source,
        ticket_id,
        field_name,
        coalesce(field_value, '') as field_value,
        changed_at as updated_at,
        loaded_at
    from landed_changes
),

-- before any row of its history a ticket is new; earlier rows count from its creation
changes as (
    select
        tickets.source,
        tickets.ticket_id,
        field_history.field_name,
        field_history.field_value,
        {{ greatest_of(['field_history.updated_at', 'tickets.created_at']) }} as changed_at,
        field_history.updated_at,
        field_history.loaded_at,
        1 as n_landed
    from tickets
    inner join field_history
        on
            tickets.source = field_history.source
            and tickets.ticket_id = field_history.ticket_id

    union all

    select
        source,
        ticket_id,
        'status' as field_name,
        'new' as field_value,
        created_at as changed_at,
        cast('1900-01-01' as {{ type_time() }}) as updated_at,
        cast(null as {{ type_time() }}) as loaded_at,
        0 as n_landed
    from tickets

    union all

    -- the history need not know of a deletion or a merge
    select
        source,
        ticket_id,
        'status' as field_name,
        case when withdrawn_as = 'merged' then 'closed' else 'deleted' end as field_value,
        withdrawn_at as changed_at,
        withdrawn_at as updated_at,
        cast(null as {{ type_time() }}) as loaded_at,
        0 as n_landed
    from tickets
    where withdrawn_at is not null
),

-- two changes of a field at one moment: the later one in the history holds
ranked_changes as (
    select
        source,
        ticket_id,
        field_name,
        field_value,
        changed_at,
        n_landed,
        row_number() over (
            partition by source, ticket_id, field_name, changed_at
            order by
                updated_at desc, n_landed desc, loaded_at desc nulls last, field_value asc
        ) as change_rank
    from changes
),

-- one row per moment at which anything changed; null where the field did not
moments as (
    select
        source,
        ticket_id,
        changed_at,
        max(case when field_name = 'status' then field_value end) as new_status,
        max(case when field_name = 'priority' then field_value end) as new_priority,
        max(case when field_name = 'group_id' then field_value end) as new_group_id,
        max(case when field_name = 'status' then n_landed end) as n_landed_statuses
    from ranked_changes
    where change_rank = 1
    group by 1, 2, 3
),

-- counting changes numbers the stretches over which a field keeps its value
stretches as (
    select
        source,
        ticket_id,
        changed_at,
        new_status,
        new_priority,
        new_group_id,
        n_landed_statuses,
        count(new_status)
            over (partition by source, ticket_id order by changed_at)
            as status_stretch,
        count(new_priority)
            over (partition by source, ticket_id order by changed_at)
            as priority_stretch,
        count(new_group_id)
            over (partition by source, ticket_id order by changed_at)
            as group_stretch
    from moments
),

periods as (
    select
        source,
        ticket_id,
        changed_at as valid_from,
        status_stretch,
        n_landed_statuses,
        coalesce(
            lead(changed_at) over (partition by source, ticket_id order by changed_at),
            cast('9999-12-31' as {{ type_time() }})
        ) as valid_to,
        max(new_status) over (partition by source, ticket_id, status_stretch) as status,
        nullif(max(new_priority) over (partition by source, ticket_id, priority_stretch), '')
            as priority,
        nullif(max(new_group_id) over (partition by source, ticket_id, group_stretch), '')
            as group_id
    from stretches
),

final as (
    select
        periods.source,
        periods.ticket_id,
        tickets.account_id,
        tickets.created_at,
        periods.valid_from,
        periods.valid_to,
        periods.status,
        periods.priority,
        periods.group_id,
        tickets.withdrawn_at,
        max(
            case
                when
                    periods.n_landed_statuses = 1
                    and (periods.status_stretch > 1 or periods.status <> 'new')
                    then 1
                else 0
            end
        ) over (partition by periods.source, periods.ticket_id) = 1 as has_status_history
    from periods
    inner join tickets
        on
            periods.source = tickets.source
            and periods.ticket_id = tickets.ticket_id
)

select * from final
