with source as (
    {{ stage_source(
        'salesforce',
        'event_relation',
        unique_key=['event_id', 'relation_id'],
        columns=[
            {'name': 'event_id', 'required': true},
            {'name': 'relation_id', 'required': true},
            {'name': 'status', 'as': 'answer'},
            {
                'name': ['responded_date', 'response_date'],
                'as': 'responded_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {'name': ['is_deleted', '_fivetran_deleted'], 'as': 'is_deleted', 'type': 'boolean'},
        ],
    ) }}
),

final as (
    select
        event_id,
        relation_id,
        answer,
        responded_at,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['event_id', 'relation_id']) }} as rejection_reason
    from source
)

select * from final
