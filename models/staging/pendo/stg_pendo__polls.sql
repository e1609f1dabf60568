with source as (
    {{ stage_source(
        'pendo',
        'poll',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'poll_id', 'required': true},
            {'name': 'attribute_type', 'as': 'poll_type', 'required': true},
            {'name': 'question'},
        ],
    ) }}
),

final as (
    select
        poll_id,
        lower(poll_type) as poll_type,
        question,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['poll_id']) }} as rejection_reason
    from source
)

select * from final
