with source as (
    {{ stage_source(
        'stripe',
        'coupon',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'coupon_id', 'required': true},
            {'name': 'percent_off', 'type': 'double precision'},
            {'name': 'amount_off', 'type': 'bigint'},
            {'name': 'currency'},
            {'name': 'duration'},
            {'name': 'livemode', 'as': 'is_live', 'type': 'boolean', 'lenient': true},
            {'name': ['is_deleted', '_fivetran_deleted'], 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        coupon_id,
        percent_off,
        amount_off,
        currency,
        duration,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['coupon_id'],
            not_negative=['percent_off', 'amount_off'],
            rules=[{'condition': 'not coalesce(is_live, true)', 'reason': 'test_mode'}],
        ) }} as rejection_reason
    from source
)

select * from final
