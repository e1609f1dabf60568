with source as (
    {{ stage_source(
        'customer_success',
        'implementation_milestone',
        columns=[
            {'name': 'account_id', 'as': 'crm_account_key', 'required': true},
            {'name': 'name', 'as': 'milestone_name'},
            {'name': 'due_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'completed_at', 'type': 'timestamp'},
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
        row_key as implementation_milestone_id,
        crm_account_key,
        milestone_name,
        due_at,
        completed_at,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['crm_account_key'],
        ) }} as rejection_reason
    from source
)

select * from final
