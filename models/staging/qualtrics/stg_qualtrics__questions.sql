with source as (
    {{ stage_source(
        'qualtrics',
        'question',
        unique_key=['id', 'survey_id'],
        columns=[
            {'name': 'id', 'as': 'question_id', 'required': true},
            {'name': 'survey_id', 'required': true},
            {'name': 'question_text'},
            {'name': 'question_type'},
            {'name': 'selector'},
            {'name': 'data_export_tag', 'as': 'export_tag'},
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
        question_id,
        survey_id,
        question_text,
        question_type,
        selector,
        export_tag,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['question_id', 'survey_id'],
        ) }} as rejection_reason
    from source
)

select * from final
