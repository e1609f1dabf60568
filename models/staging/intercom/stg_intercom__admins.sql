with source as (
    {{ stage_source(
        'intercom',
        'admin',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'admin_id', 'type': 'id', 'required': true},
            {'name': 'name', 'as': 'admin_name'},
            {'name': 'email'},
            {'name': '_fivetran_deleted', 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        admin_id,
        admin_name,
        email,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['admin_id']) }} as rejection_reason
    from source
)

select * from final
