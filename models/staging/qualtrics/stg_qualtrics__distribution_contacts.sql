with source as (
    {{ stage_source(
        'qualtrics',
        'distribution_contact',
        unique_key=['contact_id', 'distribution_id', 'sent_at'],
        columns=[
            {'name': 'contact_id', 'required': true},
            {'name': 'distribution_id'},
            {'name': 'response_id'},
            {'name': 'sent_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'response_completed_at', 'type': 'timestamp', 'lenient': true},
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
        contact_id,
        distribution_id,
        response_id,
        sent_at,
        response_completed_at,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['contact_id'],
            occurred=['sent_at'],
        ) }} as rejection_reason
    from source
)

select * from final
