with source as (
    {{ stage_source(
        'qualtrics',
        'survey_response',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'response_id', 'required': true},
            {'name': 'survey_id', 'required': true},
            {'name': 'recorded_date', 'as': 'recorded_at', 'type': 'timestamp', 'required': true},
            {'name': 'finished', 'as': 'is_finished', 'type': 'boolean', 'lenient': true},
            {'name': 'recipient_email'},
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
        response_id,
        survey_id,
        recorded_at,
        is_finished,
        recipient_email,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['response_id', 'recorded_at'],
            occurred=['recorded_at'],
        ) }} as rejection_reason
    from source
)

select * from final
