{{ config(materialized='ephemeral') }}

with poll_events as (
    select
        poll_id,
        occurred_at
    from {{ ref('stg_pendo__poll_events') }}
    where rejection_reason is null
),

polls as (
    select poll_id
    from {{ ref('stg_pendo__polls') }}
    where rejection_reason is null
),

question_responses as (
    select
        response_id,
        loaded_at
    from {{ ref('stg_qualtrics__question_responses') }}
    where rejection_reason is null
),

survey_responses as (
    select response_id
    from {{ ref('stg_qualtrics__survey_responses') }}
    where rejection_reason is null
),

-- An answer whose poll or response never landed cannot be told to be one.
final as (
    select
        'pendo' as source,
        'poll_event' as raw_table,
        'unknown_poll' as rejection_reason,
        {{ week_start('poll_events.occurred_at') }} as week,
        cast(1 as bigint) as n_rows
    from poll_events
    left join polls on poll_events.poll_id = polls.poll_id
    where polls.poll_id is null

    union all

    select
        'qualtrics' as source,
        'question_response' as raw_table,
        'unknown_response' as rejection_reason,
        {{ week_start('question_responses.loaded_at') }} as week,
        cast(1 as bigint) as n_rows
    from question_responses
    left join survey_responses on question_responses.response_id = survey_responses.response_id
    where survey_responses.response_id is null
)

select * from final
