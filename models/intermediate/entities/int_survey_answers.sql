with questions as (
    select
        survey_id,
        question_id,
        lower(selector) as selector,
        lower(export_tag) as export_tag,
        lower(question_text) as question_text
    from {{ ref('stg_qualtrics__questions') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        -- Free text and plain descriptions ask for no number, whatever they are called.
        and coalesce(upper(question_type), '') not in ('TE', 'DB')
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
        recipient_email
    from {{ ref('stg_qualtrics__survey_responses') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and coalesce(is_finished, true)
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
        and lower(embedded_key) in (
            {% for key in var('qualtrics_crm_id_keys') %}
                '{{ key | lower }}'{% if not loop.last %},{% endif %}
            {% endfor %}
        )
),

poll_answers as (
    select
        poll_event_id,
        visitor_id,
        product_account_id,
        poll_response,
        rating,
        answered_at,
        loaded_at
    from {{ ref('int_nps_poll_answers') }}
),

ticket_fields as (
    select
        ticket_id,
        field_value,
        user_id,
        updated_at,
        loaded_at
    from {{ ref('stg_zendesk__ticket_field_history') }}
    where rejection_reason is null and field_name = 'satisfaction_score' and field_value is not null
),

tickets as (
    select
        ticket_id,
        requester_id,
        account_id
    from {{ ref('int_tickets') }}
),

account_keys as (
    select
        source,
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where account_id is not null
),

instruments as (
    select
        source,
        read_from,
        read_value,
        priority,
        instrument,
        scale_min,
        scale_max,
        score
    from {{ ref('survey_instruments') }}
),

-- Of several marks of a question, the form that Qualtrics knows is believed before tag and words.
marked_questions as (
    select
        questions.survey_id,
        questions.question_id,
        instruments.instrument,
        instruments.scale_min,
        instruments.scale_max,
        row_number() over (
            partition by questions.survey_id, questions.question_id
            order by instruments.priority, instruments.read_value
        ) as choice
    from questions
    inner join instruments
        on
            instruments.source = 'qualtrics'
            and (
                (
                    instruments.read_from = 'selector'
                    and questions.selector = instruments.read_value
                )
                or (
                    instruments.read_from = 'export_tag'
                    and questions.export_tag = instruments.read_value
                )
                or (
                    instruments.read_from = 'question_text'
                    and questions.question_text like '%' || instruments.read_value || '%'
                )
            )
),

-- Of several account keys on a response, the one named first in var qualtrics_crm_id_keys counts.
response_accounts as (
    select
        embedded_keys.response_id,
        account_keys.account_id,
        row_number() over (
            partition by embedded_keys.response_id
            order by
                case lower(embedded_keys.embedded_key)
                    {% for key in var('qualtrics_crm_id_keys') %}
                        when '{{ key | lower }}' then {{ loop.index }}
                    {% endfor %}
                end,
                account_keys.account_id
        ) as choice
    from embedded_keys
    inner join account_keys
        on
            embedded_keys.source_account_key = account_keys.source_account_key
            and account_keys.source = 'qualtrics'
),

qualtrics_answers as (
    select
        'qualtrics' as source,
        'question_response' as raw_table,
        question_responses.question_response_id as source_row_key,
        response_accounts.account_id,
        cast(null as text) as product_account_id,
        coalesce(
            lower(trim(survey_responses.recipient_email)),
            'qualtrics ' || survey_responses.response_id
        ) as respondent,
        marked_questions.instrument,
        marked_questions.scale_min,
        marked_questions.scale_max,
        {{ safe_cast_to('trim(question_responses.answer_value)', 'double precision') }} as score,
        survey_responses.recorded_at as responded_at,
        cast(null as timestamp) as replaced_at,
        question_responses.loaded_at
    from question_responses
    inner join survey_responses on question_responses.response_id = survey_responses.response_id
    inner join marked_questions
        on
            survey_responses.survey_id = marked_questions.survey_id
            and question_responses.question_id = marked_questions.question_id
            and marked_questions.choice = 1
    left join response_accounts
        on
            survey_responses.response_id = response_accounts.response_id
            and response_accounts.choice = 1
),

pendo_answers as (
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
        cast(poll_answers.rating as {{ type_double() }}) as score,
        poll_answers.answered_at as responded_at,
        cast(null as timestamp) as replaced_at,
        poll_answers.loaded_at
    from poll_answers
    inner join instruments
        on instruments.source = 'pendo' and instruments.read_value = 'npsrating'
    left join account_keys
        on
            poll_answers.product_account_id = account_keys.source_account_key
            and account_keys.source = 'pendo'
    -- A guide that was closed without an answer is none.
    where poll_answers.poll_response is not null
),

-- One rating a ticket: a changed mind replaces the earlier word from its own time on.
zendesk_answers as (
    select
        'zendesk' as source,
        'ticket_field_history' as raw_table,
        ticket_fields.ticket_id || ' ' || cast(ticket_fields.updated_at as text)
        || ' ' || ticket_fields.field_value as source_row_key,
        tickets.account_id,
        cast(null as text) as product_account_id,
        coalesce(
            'zendesk user ' || coalesce(tickets.requester_id, ticket_fields.user_id),
            'zendesk ticket ' || ticket_fields.ticket_id
        ) as respondent,
        coalesce(instruments.instrument, 'csat') as instrument,
        instruments.scale_min,
        instruments.scale_max,
        instruments.score,
        ticket_fields.updated_at as responded_at,
        lead(ticket_fields.updated_at) over (
            partition by ticket_fields.ticket_id
            order by ticket_fields.updated_at, ticket_fields.field_value
        ) as replaced_at,
        ticket_fields.loaded_at
    from ticket_fields
    left join instruments
        on
            lower(ticket_fields.field_value) = instruments.read_value
            and instruments.source = 'zendesk'
    left join tickets on ticket_fields.ticket_id = tickets.ticket_id
    -- A declared word without an instrument (offered) is no answer; an unknown one is unreadable.
    where instruments.read_value is null or instruments.instrument is not null
),

all_answers as (
    select * from qualtrics_answers
    union all
    select * from pendo_answers
    union all
    select * from zendesk_answers
),

final as (
    select
        {{ hash_key(['source', 'source_row_key']) }} as answer_id,
        account_id,
        product_account_id,
        md5(respondent) as respondent_key,
        instrument,
        scale_min,
        scale_max,
        score,
        responded_at,
        replaced_at,
        loaded_at,
        source,
        raw_table,
        case
            when score is null then 'answer_unreadable'
            when score not between scale_min and scale_max then 'answer_out_of_scale'
        end as rejection_reason
    from all_answers
)

select * from final
