with source as (
    {{ stage_source(
        'stripe',
        'subscription_discount',
        columns=[
            {'name': 'id', 'as': 'discount_id'},
            {'name': 'subscription_id'},
            {'name': 'customer_id'},
            {'name': 'coupon_id', 'required': true},
            {'name': 'start', 'as': 'started_at', 'type': 'timestamp'},
            {'name': 'end', 'as': 'ended_at', 'type': 'timestamp', 'is_open_ended': true},
            {'name': 'livemode', 'as': 'is_live', 'type': 'boolean', 'lenient': true},
            {'name': ['is_deleted', '_fivetran_deleted'], 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        discount_id,
        subscription_id,
        customer_id,
        coupon_id,
        started_at,
        ended_at,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['coupon_id'],
            occurred=['started_at'],
            rules=[{'condition': 'not coalesce(is_live, true)', 'reason': 'test_mode'}],
        ) }} as rejection_reason
    from source
)

select * from final
