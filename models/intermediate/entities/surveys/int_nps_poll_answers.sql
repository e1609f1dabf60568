{{ config(materialized='view') }}

with final as (
    {{ union_branches('int_nps_poll_answers', [
        'source',
        'poll_event_id',
        'poll_id',
        'visitor_id',
        'product_account_id',
        'poll_response',
        'rating',
        'response_value',
        'answered_at',
        'loaded_at',
        'rejection_reason',
    ]) }}
)

select * from final
