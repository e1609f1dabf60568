{{ config(materialized='view') }}

with poll_events as (
    select
        poll_event_id,
        poll_id,
        visitor_id,
        product_account_id,
        poll_response,
        response_number,
        occurred_at,
        loaded_at,
        rejection_reason
    from {{ ref('stg_pendo__poll_events') }}
    where rejection_reason is null
),

nps_polls as (
    select poll_id
    from {{ ref('stg_pendo__polls') }}
    where rejection_reason is null and poll_type = 'npsrating'
),

-- Only here is it known that an answer should be a number from 0 to 10.
final as (
    select
        poll_events.poll_event_id,
        poll_events.poll_id,
        poll_events.visitor_id,
        poll_events.product_account_id,
        poll_events.poll_response,
        poll_events.response_number as rating,
        poll_events.occurred_at as answered_at,
        poll_events.loaded_at,
        case
            when poll_events.poll_response is null then 'missing_answer'
            when poll_events.response_number is null then 'answer_unreadable'
            when poll_events.response_number not between 0 and 10 then 'answer_out_of_scale'
        end as rejection_reason
    from poll_events
    inner join nps_polls on poll_events.poll_id = nps_polls.poll_id
)

select * from final
