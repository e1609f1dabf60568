with source as (
    {{ stage_source(
        'intercom',
        'ticket_history',
        unique_key=['id', 'updated_at', '_fivetran_start'],
        columns=[
            {'name': 'id', 'as': 'ticket_id', 'type': 'id', 'required': true},
            {'name': 'category'},
            {'name': ['ticket_state', 'ticket_state_category'], 'as': 'ticket_state'},
            {'name': 'open', 'as': 'is_open', 'type': 'boolean', 'lenient': true},
            {'name': 'company_id', 'type': 'id'},
            {'name': ['admin_assignee_id', 'assignee_id'], 'as': 'assignee_id', 'type': 'id'},
            {'name': 'team_assignee_id', 'type': 'id'},
            {'name': 'snoozed_until', 'type': 'timestamp', 'lenient': true},
            {'name': 'created_at', 'type': 'timestamp', 'required': true},
            {'name': 'updated_at', 'type': 'timestamp', 'lenient': true},
            {
                'name': '_fivetran_start',
                'as': 'version_started_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {
                'name': '_fivetran_end',
                'as': 'version_ended_at',
                'type': 'timestamp',
                'lenient': true,
                'is_open_ended': true,
            },
            {
                'name': '_fivetran_active',
                'as': 'is_current_version',
                'type': 'boolean',
                'lenient': true,
            },
            {'name': '_fivetran_deleted', 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        ticket_id,
        category,
        ticket_state,
        is_open,
        company_id,
        assignee_id,
        team_assignee_id,
        snoozed_until,
        created_at,
        updated_at,
        version_started_at,
        version_ended_at,
        is_current_version,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['ticket_id', 'created_at'],
            occurred=['created_at'],
        ) }} as rejection_reason
    from source
)

select * from final
