with source as (
    {{ stage_source(
        'salesforce',
        'email_message',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'email_id', 'required': true},
            {'name': 'parent_id'},
            {'name': 'related_to_id'},
            {'name': ['incoming', 'is_incoming'], 'as': 'is_incoming', 'type': 'boolean'},
            {
                'name': 'message_date',
                'as': 'sent_at',
                'type': 'timestamp',
                'required': true,
            },
            {'name': 'thread_identifier', 'as': 'thread_id'},
            {'name': 'from_id', 'as': 'sender_id'},
            {'name': 'from_address'},
            {'name': 'subject'},
            {'name': 'headers'},
            {'name': ['is_deleted', '_fivetran_deleted'], 'as': 'is_deleted', 'type': 'boolean'},
        ],
    ) }}
),

final as (
    select
        email_id,
        parent_id,
        related_to_id,
        is_incoming,
        sent_at,
        thread_id,
        sender_id,
        from_address,
        subject,
        headers,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['email_id', 'sent_at', 'is_incoming'],
            occurred=['sent_at'],
        ) }} as rejection_reason
    from source
)

select * from final
