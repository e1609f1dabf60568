with source as (
    {{ stage_source(
        'customer_success',
        'tracking_coverage',
        columns=[
            {'name': 'account_id', 'as': 'crm_account_key', 'required': true},
            {'name': 'tracked_item'},
            {'name': 'first_tracked_at', 'type': 'timestamp', 'required': true},
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
        row_key as tracking_coverage_id,
        crm_account_key,
        tracked_item,
        first_tracked_at,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['crm_account_key', 'first_tracked_at'],
            occurred=['first_tracked_at'],
        ) }} as rejection_reason
    from source
)

select * from final
