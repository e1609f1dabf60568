with source as (
    {{ stage_source(
        'salesforce',
        'user',
        unique_key=['id', '_fivetran_start'],
        columns=[
            {'name': 'id', 'as': 'user_id', 'required': true},
            {'name': 'name', 'as': 'user_name'},
            {
                'name': '_fivetran_start',
                'as': 'version_started_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {'name': ['is_deleted', '_fivetran_deleted'], 'as': 'is_deleted', 'type': 'boolean'},
        ],
    ) }}
),

final as (
    select
        user_id,
        user_name,
        version_started_at,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['user_id']) }} as rejection_reason
    from source
)

select * from final
