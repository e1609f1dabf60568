{{ config(materialized='view') }}
{%- set crm_id_keys = var('qualtrics_crm_id_keys') | map('lower') | join("', '") -%}

with dependent_rows as (
    select
        source,
        raw_table,
        rejection_reason,
        week,
        n_rows
    from {{ ref('int_dependent_rows') }}
    where rejection_reason is not null

    union all

    select
        source,
        raw_table,
        rejection_reason,
        week,
        n_rows
    from {{ ref('int_dependent_rows__hubspot') }}
    where rejection_reason is not null
),

poll_answers as (
    select poll_event_id
    from {{ ref('int_nps_poll_answers') }}
),

polls as (
    select poll_id
    from {{ ref('stg_pendo__polls') }}
    where rejection_reason is null
),

tickets as (
    select
        ticket_id,
        account_id
    from {{ ref('int_tickets') }}
),

silent_words as (
    select read_value
    from {{ ref('survey_instruments') }}
    where source = 'zendesk' and read_from = 'answer_word' and instrument is null
),

-- Of several rows of one response the good one speaks for it.
ranked_responses as (
    select
        response_id,
        survey_id,
        coalesce(
            rejection_reason,
            case
                when coalesce(is_deleted, false) then 'deleted'
                when not coalesce(is_finished, true) then 'not_finished'
            end
        ) as response_reason,
        row_number() over (
            partition by response_id
            order by case when rejection_reason is null then 0 else 1 end, rejection_reason
        ) as choice
    from {{ ref('stg_qualtrics__survey_responses') }}
),

responses as (
    select
        response_id,
        survey_id,
        response_reason
    from ranked_responses
    where choice = 1
),

questions as (
    select
        survey_id,
        question_id
    from {{ ref('int_survey_questions__qualtrics') }}
),

survey_answers as (
    select
        answer_id,
        account_id,
        rejection_reason
    from {{ ref('int_survey_answers') }}
    where source = 'qualtrics'
),

answers_of_responses as (
    select
        question_responses.response_id,
        max(
            case
                when survey_answers.rejection_reason is not null then 1
                when survey_answers.account_id is null then 2
                else 3
            end
        ) as best_answer
    from {{ ref('stg_qualtrics__question_responses') }} as question_responses
    inner join survey_answers
        on
            {{ hash_key(["'qualtrics'", 'question_responses.question_response_id']) }}
            = survey_answers.answer_id
    where
        question_responses.rejection_reason is null
        and not coalesce(question_responses.is_deleted, false)
    group by 1
),

account_ids as (
    select source_account_key
    from {{ ref('int_account_keys') }}
    where source = 'qualtrics' and account_id is not null
),

judged as (
    -- An answer whose poll never landed cannot be told to be one.
    select
        'pendo' as source,
        'poll_event' as raw_table,
        case
            when polls.poll_id is null then 'unknown_poll'
            when poll_answers.poll_event_id is null then 'no_instrument'
            when staged_rows.poll_response is null then 'missing_answer'
        end as rejection_reason,
        staged_rows.occurred_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_pendo__poll_events') }} as staged_rows
    left join polls on staged_rows.poll_id = polls.poll_id
    left join poll_answers on staged_rows.poll_event_id = poll_answers.poll_event_id
    where staged_rows.rejection_reason is null

    union all

    select
        'zendesk' as source,
        'ticket' as raw_table,
        'deleted' as rejection_reason,
        staged_rows.created_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_zendesk__tickets') }} as staged_rows
    left join tickets on staged_rows.ticket_id = tickets.ticket_id
    where
        staged_rows.rejection_reason is null
        and tickets.ticket_id is null
        and (coalesce(staged_rows.is_deleted, false) or staged_rows.status = 'deleted')

    union all

    select
        'zendesk' as source,
        'ticket_field_history' as raw_table,
        case
            when staged_rows.field_name = 'satisfaction_score'
                then
                    case
                        when staged_rows.field_value is null then 'missing_answer'
                        when silent_words.read_value is not null then 'no_answer'
                    end
            when staged_rows.field_name not in ('status', 'priority', 'group_id')
                then 'field_not_read'
            when tickets.account_id is null then 'unused_ticket'
        end as rejection_reason,
        staged_rows.updated_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_zendesk__ticket_field_history') }} as staged_rows
    left join tickets on staged_rows.ticket_id = tickets.ticket_id
    left join silent_words on lower(staged_rows.field_value) = silent_words.read_value
    where staged_rows.rejection_reason is null

    union all

    select
        'qualtrics' as source,
        'survey_response' as raw_table,
        case
            when responses.response_reason is not null then responses.response_reason
            when answers_of_responses.best_answer = 2 then 'unknown_account'
            when coalesce(answers_of_responses.best_answer, 1) = 1 then 'no_answer'
        end as rejection_reason,
        staged_rows.recorded_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_qualtrics__survey_responses') }} as staged_rows
    left join responses on staged_rows.response_id = responses.response_id
    left join answers_of_responses on staged_rows.response_id = answers_of_responses.response_id
    where staged_rows.rejection_reason is null and not coalesce(staged_rows.is_deleted, false)

    union all

    -- Qualtrics adds each answer's promoter group as a part of the same question.
    select
        'qualtrics' as source,
        'question_response' as raw_table,
        case
            when responses.response_id is null then 'unknown_response'
            when responses.response_reason is not null then responses.response_reason
            when staged_rows.answer_value is null then 'missing_answer'
            when upper(staged_rows.sub_question_key) like '%NPS%GROUP%' then 'promoter_group'
            when questions.question_id is null then 'no_instrument'
        end as rejection_reason,
        cast(null as timestamp) as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_qualtrics__question_responses') }} as staged_rows
    left join responses on staged_rows.response_id = responses.response_id
    left join questions
        on
            responses.survey_id = questions.survey_id
            and staged_rows.question_id = questions.question_id
    where staged_rows.rejection_reason is null and not coalesce(staged_rows.is_deleted, false)

    union all

    select
        'qualtrics' as source,
        'survey_embedded_data' as raw_table,
        case
            when
                lower(staged_rows.embedded_key)
                not in ('{{ crm_id_keys }}')
                then 'field_not_read'
            when staged_rows.embedded_value is null then 'missing_value'
            when responses.response_id is null then 'unknown_response'
            when responses.response_reason is not null then responses.response_reason
            when account_ids.source_account_key is null then 'unknown_account'
        end as rejection_reason,
        cast(null as timestamp) as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_qualtrics__survey_embedded_data') }} as staged_rows
    left join responses on staged_rows.response_id = responses.response_id
    left join account_ids on staged_rows.embedded_value = account_ids.source_account_key
    where staged_rows.rejection_reason is null and not coalesce(staged_rows.is_deleted, false)
),

final as (
    select * from dependent_rows

    union all

    select
        source,
        raw_table,
        rejection_reason,
        coalesce({{ week_start('happened_at') }}, {{ week_start('loaded_at') }}) as week,
        cast(1 as bigint) as n_rows
    from judged
    where rejection_reason is not null
)

select * from final
