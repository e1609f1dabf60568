with source as (
    {{ stage_source(
        'hubspot',
        'owner',
        unique_key=['owner_id'],
        columns=[
            {'name': 'owner_id', 'type': 'id', 'required': true},
            {
                'name': ['active_user_id', 'user_id'],
                'as': 'user_id',
                'type': 'id',
                'lenient': true,
            },
            {'name': 'email'},
            {'name': 'first_name'},
            {'name': 'last_name'},
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
        owner_id,
        user_id,
        email,
        first_name,
        last_name,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['owner_id']) }} as rejection_reason
    from source
)

select * from final
