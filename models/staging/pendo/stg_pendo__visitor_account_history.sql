with source as (
    {{ stage_source(
        'pendo',
        'visitor_account_history',
        unique_key=['visitor_id', 'account_id', 'visitor_last_updated_at'],
        columns=[
            {'name': 'visitor_id', 'required': true},
            {'name': 'account_id', 'as': 'product_account_id', 'required': true},
            {
                'name': 'visitor_last_updated_at',
                'as': 'last_updated_at',
                'type': 'timestamp',
                'lenient': true,
            },
        ],
    ) }}
),

final as (
    select
        visitor_id,
        product_account_id,
        last_updated_at,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['visitor_id', 'product_account_id']) }} as rejection_reason
    from source
)

select * from final
