with source as (
    {{ stage_source(
        'customer_success',
        'custom_signal',
        columns=[
            {'name': 'account_id', 'as': 'crm_account_key', 'required': true},
            {'name': 'signal_id', 'required': true},
            {'name': 'observed_at', 'type': 'timestamp', 'required': true},
            {'name': 'value', 'as': 'signal_value', 'type': 'double precision'},
            {'name': 'level', 'as': 'signal_level'},
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
        row_key as custom_signal_id,
        crm_account_key,
        signal_id,
        observed_at,
        signal_value,
        signal_level,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['crm_account_key', 'signal_id', 'observed_at'],
            occurred=['observed_at'],
            rules=[
                {
                    'condition': 'signal_value is null and signal_level is null',
                    'reason': 'missing_value',
                },
            ],
        ) }} as rejection_reason
    from source
)

select * from final
