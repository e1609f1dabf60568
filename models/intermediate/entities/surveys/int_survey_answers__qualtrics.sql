{{ config(materialized='view') }}
{%- set crm_id_keys = var('qualtrics_crm_id_keys') | map('lower') | join("', '") -%}

with marked_questions as (
    select
        survey_id,
        question_id,
        instrument,
        scale_min,
        scale_max
    from {{ ref('int_survey_questions__qualtrics') }}
),

question_responses as (
    select
        question_response_id,
        response_id,
        question_id,
        answer_value,
        loaded_at
    from {{ ref('stg_qualtrics__question_responses') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and answer_value is not null
        -- Qualtrics adds each answer's promoter group (1 to 3) as a part of the same question.
        and coalesce(upper(sub_question_key), '') not like '%NPS%GROUP%'
),

survey_responses as (
    select
        response_id,
        survey_id,
        recorded_at,
        recipient_email,
        {{ email_domain('recipient_email') }} as email_domain
    from {{ ref('stg_qualtrics__survey_responses') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and coalesce(is_finished, true)
        and {{ is_used_for('qualtrics', 'surveys') }}
),

embedded_keys as (
    select
        response_id,
        embedded_key,
        embedded_value as source_account_key
    from {{ ref('stg_qualtrics__survey_embedded_data') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and embedded_value is not null
        and lower(embedded_key)
        in ('{{ crm_id_keys }}')
),

account_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    -- An ambiguous key is refused, whatever the next one would say.
    where source = 'qualtrics' and match_status <> 'unmatched'
),

-- Of several account keys on a response, the one named first in var qualtrics_crm_id_keys counts.
-- The respondent's domain is asked last: of a response with an id that nobody knows, too.
response_keys as (
    select
        response_id,
        source_account_key,
        case lower(embedded_key)
            {% for key in var('qualtrics_crm_id_keys') %}
                when '{{ key | lower }}' then {{ loop.index }}
            {% endfor %}
        end as key_order
    from embedded_keys

    union all

    select
        response_id,
        email_domain as source_account_key,
        1 + {{ var('qualtrics_crm_id_keys') | length }} as key_order
    from survey_responses
),

response_accounts as (
    select
        response_keys.response_id,
        account_keys.account_id,
        row_number() over (
            partition by response_keys.response_id
            order by
                response_keys.key_order,
                account_keys.account_id
        ) as choice
    from response_keys
    inner join account_keys on response_keys.source_account_key = account_keys.source_account_key
),

final as (
    select
        'qualtrics' as source,
        'question_response' as raw_table,
        question_responses.question_response_id as source_row_key,
        response_accounts.account_id,
        cast(null as {{ type_text() }}) as product_account_id,
        coalesce(
            lower(trim(survey_responses.recipient_email)),
            'qualtrics ' || survey_responses.response_id
        ) as respondent,
        marked_questions.instrument,
        marked_questions.scale_min,
        marked_questions.scale_max,
        {{ safe_cast_to('trim(question_responses.answer_value)', 'double precision') }} as score,
        survey_responses.recorded_at as responded_at,
        cast(null as {{ type_time() }}) as replaced_at,
        question_responses.loaded_at
    from question_responses
    inner join survey_responses on question_responses.response_id = survey_responses.response_id
    inner join marked_questions
        on
            survey_responses.survey_id = marked_questions.survey_id
            and question_responses.question_id = marked_questions.question_id
    left join response_accounts
        on
            survey_responses.response_id = response_accounts.response_id
            and response_accounts.choice = 1
)

select * from final
