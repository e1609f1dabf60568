with source as (
    {{ stage_source(
        'qualtrics',
        'question_response',
        required_table=true,
        columns=[
            {'name': 'response_id', 'required': true},
            {'name': 'question_id', 'required': true},
            {'name': 'sub_question_key'},
            {'name': 'loop_id'},
            {'name': 'value', 'as': 'answer_value', 'required': true},
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
        row_key as question_response_id,
        response_id,
        question_id,
        sub_question_key,
        loop_id,
        answer_value,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['response_id', 'question_id'],
        ) }} as rejection_reason
    from source
)

select * from final
