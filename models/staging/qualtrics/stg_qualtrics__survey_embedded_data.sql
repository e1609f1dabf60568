with source as (
    {{ stage_source(
        'qualtrics',
        'survey_embedded_data',
        unique_key=['response_id', 'key'],
        columns=[
            {'name': 'response_id', 'required': true},
            {'name': 'key', 'as': 'embedded_key', 'required': true},
            {'name': 'value', 'as': 'embedded_value'},
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
        embedded_key,
        embedded_value,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['response_id', 'embedded_key'],
        ) }} as rejection_reason
    from source
)

select * from final
