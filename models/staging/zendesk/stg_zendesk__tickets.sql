with source as (
    {{ stage_source(
        'zendesk',
        'ticket',
        required_table=true,
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'ticket_id', 'required': true},
            {'name': 'organization_id'},
            {'name': 'requester_id'},
            {'name': 'group_id'},
            {'name': 'priority'},
            {'name': 'status'},
            {'name': 'type', 'as': 'ticket_type'},
            {'name': 'created_at', 'type': 'timestamp', 'required': true},
            {'name': 'updated_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'via_channel'},
            {'name': '_fivetran_deleted', 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        ticket_id,
        organization_id,
        requester_id,
        group_id,
        priority,
        status,
        ticket_type,
        created_at,
        updated_at,
        via_channel,
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
