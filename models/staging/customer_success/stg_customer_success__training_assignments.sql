with source as (
    {{ stage_source(
        'customer_success',
        'training_assignment',
        columns=[
            {'name': 'account_id', 'as': 'crm_account_key', 'required': true},
            {'name': 'contact_email'},
            {'name': 'course'},
            {'name': 'assigned_at', 'type': 'timestamp', 'required': true},
            {'name': 'completed_at', 'type': 'timestamp'},
            {'name': 'certified', 'as': 'is_certified', 'type': 'boolean', 'lenient': true},
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
        row_key as training_assignment_id,
        crm_account_key,
        contact_email,
        course,
        assigned_at,
        completed_at,
        is_certified,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['crm_account_key', 'assigned_at'],
            occurred=['assigned_at'],
        ) }} as rejection_reason
    from source
)

select * from final
