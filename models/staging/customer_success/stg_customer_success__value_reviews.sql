with source as (
    {{ stage_source(
        'customer_success',
        'value_review',
        columns=[
            {'name': 'account_id', 'as': 'crm_account_key', 'required': true},
            {'name': 'held_at', 'type': 'timestamp', 'required': true},
            {'name': 'roi_ratio', 'type': 'double precision'},
            {
                'name': 'value_confirmed',
                'as': 'is_value_confirmed',
                'type': 'boolean',
                'lenient': true,
            },
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
        row_key as value_review_id,
        crm_account_key,
        held_at,
        roi_ratio,
        is_value_confirmed,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['crm_account_key', 'held_at'],
            occurred=['held_at'],
        ) }} as rejection_reason
    from source
)

select * from final
