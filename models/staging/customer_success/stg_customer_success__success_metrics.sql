with source as (
    {{ stage_source(
        'customer_success',
        'success_metric',
        columns=[
            {'name': 'account_id', 'as': 'crm_account_key', 'required': true},
            {'name': 'name', 'as': 'metric_name'},
            {'name': 'target_value', 'type': 'double precision'},
            {'name': 'measured_value', 'type': 'double precision'},
            {'name': 'measured_at', 'type': 'timestamp', 'required': true},
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
        row_key as success_metric_id,
        crm_account_key,
        metric_name,
        target_value,
        measured_value,
        measured_at,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['crm_account_key', 'measured_at'],
            occurred=['measured_at'],
        ) }} as rejection_reason
    from source
)

select * from final
