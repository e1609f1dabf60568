with source as (
    {{ stage_source(
        'customer_success',
        'service_hours',
        columns=[
            {'name': 'account_id', 'as': 'crm_account_key', 'required': true},
            {'name': 'period_start', 'type': 'date', 'required': true},
            {'name': 'purchased', 'as': 'purchased_hours', 'type': 'double precision'},
            {'name': 'used', 'as': 'used_hours', 'type': 'double precision'},
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
        row_key as service_hours_id,
        crm_account_key,
        period_start,
        purchased_hours,
        used_hours,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['crm_account_key', 'period_start'],
            occurred=['period_start'],
            not_negative=['purchased_hours', 'used_hours'],
        ) }} as rejection_reason
    from source
)

select * from final
