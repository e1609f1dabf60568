with source as (
    {{ stage_source(
        'stripe',
        'plan',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'plan_id', 'required': true},
            {'name': 'product_id'},
            {'name': 'amount', 'type': 'bigint'},
            {'name': 'interval', 'as': 'recurring_interval'},
            {'name': 'interval_count', 'as': 'recurring_interval_count', 'type': 'integer'},
            {'name': 'currency'},
            {'name': 'livemode', 'as': 'is_live', 'type': 'boolean', 'lenient': true},
            {'name': ['is_deleted', '_fivetran_deleted'], 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        plan_id,
        product_id,
        amount,
        recurring_interval,
        recurring_interval_count,
        currency,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['plan_id'],
            not_negative=['amount'],
            rules=[{'condition': 'not coalesce(is_live, true)', 'reason': 'test_mode'}],
        ) }} as rejection_reason
    from source
)

select * from final
