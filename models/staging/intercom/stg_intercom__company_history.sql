with source as (
    {{ stage_source(
        'intercom',
        'company_history',
        unique_key=['id', 'updated_at', '_fivetran_start'],
        columns=[
            {'name': 'id', 'as': 'company_id', 'type': 'id', 'required': true},
            {'name': 'company_id', 'as': 'own_company_key'},
            {'name': var('intercom_crm_id_columns'), 'as': 'crm_account_key'},
            {'name': 'name', 'as': 'company_name'},
            {'name': 'created_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'updated_at', 'type': 'timestamp', 'lenient': true},
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
        company_id,
        own_company_key,
        crm_account_key,
        company_name,
        created_at,
        updated_at,
        version_started_at,
        version_ended_at,
        is_current_version,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['company_id']) }} as rejection_reason
    from source
)

select * from final
