with source as (
    {{ stage_source(
        'zendesk',
        'group',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'group_id', 'required': true},
            {'name': 'name', 'as': 'group_name'},
            {'name': '_fivetran_deleted', 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        group_id,
        group_name,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['group_id']) }} as rejection_reason
    from source
)

select * from final
