{{ config(materialized='view') }}

with poll_answers as (
    select
        poll_event_id,
        visitor_id,
        product_account_id,
        response_value,
        answered_at,
        loaded_at
    from {{ ref('int_nps_poll_answers__pendo') }}
    -- A guide that was closed without an answer is none.
    where poll_response is not null
),

account_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where source = 'pendo' and account_id is not null
),

instruments as (
    select
        instrument,
        scale_min,
        scale_max
    from {{ ref('survey_instruments') }}
    where source = 'pendo' and read_value = 'npsrating'
),

final as (
    select
        'pendo' as source,
        'poll_event' as raw_table,
        poll_answers.poll_event_id as source_row_key,
        account_keys.account_id,
        poll_answers.product_account_id,
        coalesce(poll_answers.visitor_id, 'pendo ' || poll_answers.poll_event_id) as respondent,
        instruments.instrument,
        instruments.scale_min,
        instruments.scale_max,
        poll_answers.response_value as score,
        poll_answers.answered_at as responded_at,
        cast(null as {{ type_time() }}) as replaced_at,
        poll_answers.loaded_at
    from poll_answers
    cross join instruments
    left join account_keys on poll_answers.product_account_id = account_keys.source_account_key
)

select * from final
