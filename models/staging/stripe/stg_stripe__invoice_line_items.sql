with source as (
    {{ stage_source(
        'stripe',
        'invoice_line_item',
        columns=[
            {'name': 'id', 'as': 'line_item_id'},
            {'name': 'invoice_id', 'required': true},
            {'name': 'subscription_id'},
            {'name': ['plan_id', 'price_id'], 'as': 'plan_id'},
            {'name': 'type', 'as': 'line_type'},
            {'name': 'proration', 'as': 'is_proration', 'type': 'boolean', 'lenient': true},
            {'name': 'quantity', 'type': 'bigint', 'lenient': true},
            {'name': 'amount', 'type': 'bigint', 'required': true},
            {'name': 'currency'},
            {'name': 'period_start', 'as': 'period_start_at', 'type': 'timestamp'},
            {'name': 'period_end', 'as': 'period_end_at', 'type': 'timestamp'},
            {'name': 'livemode', 'as': 'is_live', 'type': 'boolean', 'lenient': true},
            {'name': ['is_deleted', '_fivetran_deleted'], 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        line_item_id,
        invoice_id,
        subscription_id,
        plan_id,
        line_type,
        is_proration,
        quantity,
        amount,
        currency,
        period_start_at,
        period_end_at,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['invoice_id', 'amount'],
            rules=[
                {'condition': 'not coalesce(is_live, true)', 'reason': 'test_mode'},
                {
                    'condition': "amount < 0 and line_type = 'subscription' and not coalesce(is_proration, false)",
                    'reason': 'negative_amount',
                },
            ],
        ) }} as rejection_reason
    from source
)

select * from final
