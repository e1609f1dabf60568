with source as (
    {{ stage_source(
        'hubspot',
        'engagement_company',
        unique_key=['engagement_id', 'company_id', 'type_id'],
        columns=[
            {'name': 'engagement_id', 'type': 'id', 'required': true},
            {'name': 'company_id', 'type': 'id', 'required': true},
            {'name': 'engagement_type'},
            {'name': 'type_id', 'type': 'id', 'lenient': true},
            {'name': 'category'},
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
        engagement_id,
        company_id,
        engagement_type,
        type_id,
        category,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['engagement_id', 'company_id']) }} as rejection_reason
    from source
)

select * from final
