with source as (
    {{ stage_source(
        'qualtrics',
        'survey',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'survey_id', 'required': true},
            {'name': ['survey_name', 'name'], 'as': 'survey_name'},
            {'name': ['survey_status', 'status'], 'as': 'survey_status'},
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
        survey_id,
        survey_name,
        survey_status,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['survey_id'],
        ) }} as rejection_reason
    from source
)

select * from final
