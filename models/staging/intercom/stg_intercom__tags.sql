with source as (
    {{ stage_source(
        'intercom',
        'tag',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'tag_id', 'type': 'id', 'required': true},
            {'name': 'name', 'as': 'tag_name'},
            {'name': '_fivetran_deleted', 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        tag_id,
        tag_name,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['tag_id']) }} as rejection_reason
    from source
)

select * from final
