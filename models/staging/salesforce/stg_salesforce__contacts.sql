with source as (
    {{ stage_source(
        'salesforce',
        'contact',
        unique_key=['id', '_fivetran_start'],
        columns=[
            {'name': 'id', 'as': 'contact_id', 'required': true},
            {'name': 'account_id'},
            {'name': 'email'},
            {'name': 'name', 'as': 'contact_name'},
            {'name': 'title'},
            {'name': 'created_date', 'as': 'created_at', 'type': 'timestamp', 'lenient': true},
            {
                'name': ['system_modstamp', 'last_modified_date'],
                'as': 'changed_at',
                'type': 'timestamp',
                'lenient': true,
            },
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
        contact_id,
        account_id,
        email,
        contact_name,
        title,
        created_at,
        changed_at,
        version_started_at,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['contact_id'], occurred=['created_at']) }} as rejection_reason
    from source
)

select * from final
