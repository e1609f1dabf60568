with source as (
    {{ stage_source(
        'intercom',
        'contact_company_history',
        unique_key=['contact_id', 'company_id', 'contact_updated_at', '_fivetran_start'],
        columns=[
            {'name': 'contact_id', 'type': 'id', 'required': true},
            {'name': 'company_id', 'type': 'id', 'required': true},
            {
                'name': 'contact_updated_at',
                'as': 'updated_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {
                'name': '_fivetran_start',
                'as': 'version_started_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {
                'name': '_fivetran_end',
                'as': 'version_ended_at',
                'type': 'timestamp',
                'lenient': true,
                'is_open_ended': true,
            },
            {
                'name': '_fivetran_active',
                'as': 'is_current_version',
                'type': 'boolean',
                'lenient': true,
            },
            {'name': '_fivetran_deleted', 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        contact_id,
        company_id,
        updated_at,
        version_started_at,
        version_ended_at,
        is_current_version,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['contact_id', 'company_id']) }} as rejection_reason
    from source
)

select * from final
