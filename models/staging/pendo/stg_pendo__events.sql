with source as (
    {{ stage_source(
        'pendo',
        'event',
        required_table=true,
        columns=[
            {'name': 'visitor_id'},
            {'name': 'account_id', 'as': 'product_account_id', 'required': true},
            {'name': 'timestamp', 'as': 'occurred_at', 'type': 'timestamp', 'required': true},
            {'name': 'num_events', 'type': 'bigint', 'required': true},
            {'name': 'num_minutes', 'type': 'bigint', 'required': true},
        ],
    ) }}
),

final as (
    select
        visitor_id,
        product_account_id,
        occurred_at,
        num_events,
        num_minutes,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['product_account_id', 'occurred_at'],
            occurred=['occurred_at'],
            not_negative=['num_events', 'num_minutes'],
            deduplicate_by=['occurred_at'],
        ) }} as rejection_reason
    from source
)

select * from final
