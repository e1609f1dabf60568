with source as (
    {{ stage_source(
        'salesforce',
        'event',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'event_id', 'required': true},
            {'name': 'account_id'},
            {'name': 'who_id'},
            {
                'name': ['start_date_time', 'activity_date_time'],
                'as': 'started_at',
                'type': 'timestamp',
                'required': true,
            },
            {'name': 'end_date_time', 'as': 'ended_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'type', 'as': 'event_type'},
            {'name': 'subject'},
            {'name': 'is_child', 'as': 'is_copy_for_invitee', 'type': 'boolean', 'lenient': true},
            {'name': ['is_deleted', '_fivetran_deleted'], 'as': 'is_deleted', 'type': 'boolean'},
        ],
    ) }}
),

final as (
    select
        event_id,
        account_id,
        who_id,
        started_at,
        ended_at,
        event_type,
        subject,
        coalesce(is_copy_for_invitee, false) as is_copy_for_invitee,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        -- A meeting may lie ahead, so a start in the future is no fault.
        {{ rejection_reason(key=['event_id', 'started_at']) }} as rejection_reason
    from source
)

select * from final
