with source as (
    {{ stage_source(
        'intercom',
        'ticket_contact_history',
        unique_key=['ticket_id', 'id', 'contact_id', '_fivetran_start'],
        columns=[
            {'name': 'ticket_id', 'type': 'id', 'required': true},
            {'name': ['contact_id', 'id'], 'as': 'contact_id', 'type': 'id', 'required': true},
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
        contact_id,
        version_started_at,
        version_ended_at,
        is_current_version,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['ticket_id', 'contact_id']) }} as rejection_reason
    from source
)

select * from final
