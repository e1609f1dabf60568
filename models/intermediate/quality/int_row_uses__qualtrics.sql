{{ config(materialized='view') }}
{%- set crm_id_keys = var('qualtrics_crm_id_keys') | map('lower') | join("', '") -%}

-- Of several rows of one response the good one speaks for it.
with ranked_responses as (
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

-- The best of its answers speaks for a response: 3 is used, 2 of no account, 1 left out.
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
    select
        'question' as raw_table,
        case when questions.question_id is null then 'no_instrument' end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_qualtrics__questions') }} as staged_rows
    left join questions
        on
            staged_rows.survey_id = questions.survey_id
            and staged_rows.question_id = questions.question_id
    where staged_rows.rejection_reason is null and not coalesce(staged_rows.is_deleted, false)

    union all

    select
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

    select
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
        cast(null as {{ type_time() }}) as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_qualtrics__survey_embedded_data') }} as staged_rows
    left join responses on staged_rows.response_id = responses.response_id
    left join account_ids on staged_rows.embedded_value = account_ids.source_account_key
    where staged_rows.rejection_reason is null and not coalesce(staged_rows.is_deleted, false)
),

-- Answers that are told count by themselves. A promoter group lands beside its answer.
unread_answers as (
    select
        'question_response' as raw_table,
        case
            when responses.response_id is null then 'unknown_response'
            when responses.response_reason is not null then responses.response_reason
            when staged_rows.answer_value is null then 'missing_answer'
            when upper(staged_rows.sub_question_key) like '%NPS%GROUP%' then 'promoter_group'
            when questions.question_id is null then 'no_instrument'
        end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_qualtrics__question_responses') }} as staged_rows
    left join responses on staged_rows.response_id = responses.response_id
    left join questions
        on
            responses.survey_id = questions.survey_id
            and staged_rows.question_id = questions.question_id
    where staged_rows.rejection_reason is null and not coalesce(staged_rows.is_deleted, false)
),

all_rows as (
    select * from judged
    union all
    select * from unread_answers
    where rejection_reason is not null
),

final as (
    select
        'qualtrics' as source,
        raw_table,
        rejection_reason,
        coalesce({{ week_start('happened_at') }}, {{ week_start('loaded_at') }}) as week,
        cast(count(*) as bigint) as n_rows
    from all_rows
    group by 2, 3, 4
)

select * from final
