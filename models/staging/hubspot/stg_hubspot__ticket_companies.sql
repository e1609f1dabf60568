with source as (
    {{ stage_source(
        'hubspot',
        'ticket_company',
        unique_key=['ticket_id', 'company_id', 'type_id'],
        columns=[
            {'name': 'ticket_id', 'type': 'id', 'required': true},
            {'name': 'company_id', 'type': 'id', 'required': true},
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
        ticket_id,
        company_id,
        type_id,
        category,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['ticket_id', 'company_id']) }} as rejection_reason
    from source
)

select * from final
