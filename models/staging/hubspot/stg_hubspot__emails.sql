with source as (
    {{ stage_source(
        'hubspot',
        'engagement_email',
        unique_key=['engagement_id'],
        columns=[
            {'name': 'engagement_id', 'as': 'email_id', 'type': 'id', 'required': true},
            {
                'name': ['property_hs_timestamp', 'timestamp'],
                'as': 'sent_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {
                'name': ['property_hs_email_direction', 'email_direction', 'direction'],
                'as': 'direction',
            },
            {'name': ['property_hs_email_status', 'email_status', 'status'], 'as': 'email_status'},
            {
                'name': ['property_hs_email_thread_id', 'thread_id'],
                'as': 'thread_id',
                'type': 'id',
                'lenient': true,
            },
            {'name': ['property_hs_email_from_email', 'from_email'], 'as': 'from_address'},
            {'name': ['property_hs_email_to_email', 'to_email'], 'as': 'to_address'},
            {'name': ['property_hs_email_subject', 'subject'], 'as': 'subject'},
            {'name': ['property_hs_email_headers', 'headers'], 'as': 'headers'},
            {
                'name': ['_fivetran_deleted', 'is_deleted'],
                'as': 'is_deleted',
                'type': 'boolean',
                'lenient': true,
            },
        ],
    ) }}
),

final as (
    select
        email_id,
        sent_at,
        direction,
        email_status,
        thread_id,
        from_address,
        to_address,
        subject,
        headers,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['email_id', 'sent_at'],
            occurred=['sent_at'],
        ) }} as rejection_reason
    from source
)

select * from final
