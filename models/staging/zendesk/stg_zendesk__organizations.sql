with source as (
    {{ stage_source(
        'zendesk',
        'organization',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'organization_id', 'required': true},
            {'name': 'external_id'},
            {'name': 'name', 'as': 'organization_name'},
            {'name': 'created_at', 'type': 'timestamp', 'lenient': true},
            {'name': '_fivetran_deleted', 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        organization_id,
        external_id,
        organization_name,
        created_at,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['organization_id']) }} as rejection_reason
    from source
)

select * from final
