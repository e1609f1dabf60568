with source as (
    {{ stage_source(
        'intercom',
        'ticket_part_history',
        unique_key=['id', 'ticket_id', 'updated_at', '_fivetran_start'],
        columns=[
            {'name': 'id', 'as': 'part_id', 'type': 'id', 'required': true},
            {'name': 'ticket_id', 'type': 'id', 'required': true},
            {'name': 'part_type'},
            {'name': 'ticket_state'},
            {'name': 'author_type'},
            {'name': 'author_id', 'type': 'id'},
            {'name': 'assigned_to_id', 'type': 'id'},
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
        part_id,
        ticket_id,
        part_type,
        ticket_state,
        author_type,
        author_id,
        assigned_to_id,
        created_at,
        updated_at,
        version_started_at,
        version_ended_at,
        is_current_version,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['part_id', 'ticket_id', 'created_at'],
            occurred=['created_at'],
        ) }} as rejection_reason
    from source
)

select * from final
