{{ config(materialized='view') }}

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

instruments as (
    select
        read_from,
        read_value,
        priority,
        instrument,
        scale_min,
        scale_max
    from {{ ref('survey_instruments') }}
    where source = 'qualtrics'
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
),

final as (
    select
        survey_id,
        question_id,
        instrument,
        scale_min,
        scale_max
    from marked_questions
    where choice = 1
)

select * from final
