with source as (
    {{ stage_source(
        'zendesk',
        'user',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'user_id', 'required': true},
            {'name': 'organization_id'},
            {'name': 'email'},
            {'name': 'role', 'as': 'user_role'},
            {'name': '_fivetran_deleted', 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        user_id,
        organization_id,
        email,
        user_role,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['user_id']) }} as rejection_reason
    from source
)

select * from final
