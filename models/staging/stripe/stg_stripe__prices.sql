with source as (
    {{ stage_source(
        'stripe',
        'price',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'price_id', 'required': true},
            {'name': 'product_id'},
            {'name': 'unit_amount', 'type': 'bigint'},
            {'name': 'recurring_interval'},
            {'name': 'recurring_interval_count', 'type': 'integer'},
            {'name': 'currency'},
            {'name': 'type', 'as': 'price_type'},
            {'name': 'livemode', 'as': 'is_live', 'type': 'boolean', 'lenient': true},
            {'name': ['is_deleted', '_fivetran_deleted'], 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        price_id,
        product_id,
        unit_amount,
        recurring_interval,
        recurring_interval_count,
        currency,
        price_type,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['price_id'],
            not_negative=['unit_amount'],
            rules=[{'condition': 'not coalesce(is_live, true)', 'reason': 'test_mode'}],
        ) }} as rejection_reason
    from source
)

select * from final
