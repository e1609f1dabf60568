with source as (
    {{ stage_source(
        'pendo',
        'poll_event',
        columns=[
            {'name': 'poll_id', 'required': true},
            {'name': 'visitor_id', 'required': true},
            {'name': 'account_id', 'as': 'product_account_id'},
            {'name': 'poll_response', 'required': true},
            {'name': 'timestamp', 'as': 'occurred_at', 'type': 'timestamp', 'required': true},
        ],
    ) }}
),

-- Answers are text. Whether one should be a number depends on its poll: no word is rejected here.
read as (
    select
        *,
        {{ safe_cast_to('trim(poll_response)', 'bigint') }} as whole_number,
        {{ safe_cast_to('trim(poll_response)', 'double precision') }} as any_number
    from source
),

final as (
    select
        row_key as poll_event_id,
        poll_id,
        visitor_id,
        product_account_id,
        poll_response,
        case when any_number = whole_number then whole_number end as response_number,
        any_number as response_value,
        occurred_at,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['poll_id', 'occurred_at'], occurred=['occurred_at']) }}
            as rejection_reason
    from read
)

select * from final
