{{ config(materialized='view') }}

with poll_events as (
    select
        poll_event_id,
        poll_id,
        visitor_id,
        product_account_id,
        poll_response,
        response_number,
        response_value,
        occurred_at,
        loaded_at,
        rejection_reason
    from {{ ref('stg_pendo__poll_events') }}
    where
        {{ is_used_for('pendo', 'surveys') }}
        and rejection_reason is null
),

nps_polls as (
    select poll_id
    from {{ ref('stg_pendo__polls') }}
    where rejection_reason is null and poll_type = 'npsrating'
),

nps_scale as (
    select
        scale_min,
        scale_max
    from {{ ref('survey_instruments') }}
    where source = 'pendo' and read_from = 'poll_type' and read_value = 'npsrating'
),

-- Only here is it known that an answer should be a number of a scale.
final as (
    select
        'pendo' as source,
        poll_events.poll_event_id,
        poll_events.poll_id,
        poll_events.visitor_id,
        poll_events.product_account_id,
        poll_events.poll_response,
        poll_events.response_number as rating,
        poll_events.response_value,
        poll_events.occurred_at as answered_at,
        poll_events.loaded_at,
        case
            when poll_events.poll_response is null then 'missing_answer'
            else {{ answer_rejection(
                'poll_events.response_value', 'nps_scale.scale_min', 'nps_scale.scale_max'
            ) }}
        end as rejection_reason
    from poll_events
    inner join nps_polls on poll_events.poll_id = nps_polls.poll_id
    cross join nps_scale
)

select * from final
