with source as (
    {{ stage_source(
        'stripe',
        'subscription_item',
        columns=[
            {'name': 'id', 'as': 'subscription_item_id'},
            {'name': 'subscription_id', 'required': true},
            {'name': ['plan_id', 'price_id'], 'as': 'plan_id'},
            {'name': 'quantity', 'type': 'bigint', 'lenient': true},
            {'name': 'current_period_start', 'as': 'current_period_start_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'current_period_end', 'as': 'current_period_end_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'livemode', 'as': 'is_live', 'type': 'boolean', 'lenient': true},
            {'name': ['is_deleted', '_fivetran_deleted'], 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        subscription_item_id,
        subscription_id,
        plan_id,
        quantity,
        current_period_start_at,
        current_period_end_at,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['subscription_id'],
            rules=[{'condition': 'not coalesce(is_live, true)', 'reason': 'test_mode'}],
        ) }} as rejection_reason
    from source
)

select * from final
