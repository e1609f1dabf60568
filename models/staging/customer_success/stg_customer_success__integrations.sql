with source as (
    {{ stage_source(
        'customer_success',
        'integration',
        columns=[
            {'name': 'account_id', 'as': 'crm_account_key', 'required': true},
            {'name': 'name', 'as': 'integration_name'},
            {'name': 'enabled_at', 'type': 'timestamp', 'required': true},
            {'name': 'disabled_at', 'type': 'timestamp', 'is_open_ended': true},
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
        row_key as integration_id,
        crm_account_key,
        integration_name,
        enabled_at,
        disabled_at,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['crm_account_key', 'enabled_at'],
            occurred=['enabled_at'],
        ) }} as rejection_reason
    from source
)

select * from final
