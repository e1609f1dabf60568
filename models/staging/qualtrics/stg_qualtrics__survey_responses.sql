with source as (
    {{ stage_source(
        'qualtrics',
        'survey_response',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'response_id', 'required': true},
            {'name': 'survey_id', 'required': true},
            {'name': 'recorded_date', 'as': 'recorded_at', 'type': 'timestamp', 'required': true},
            {'name': 'finished', 'as': 'is_finished', 'type': 'boolean', 'lenient': true},
            {'name': 'recipient_email'},
            {'name': ['status', 'response_type'], 'as': 'response_status'},
            {'name': 'distribution_channel'},
            {
                'name': ['_fivetran_deleted', 'is_deleted'],
                'as': 'is_deleted',
                'type': 'boolean',
                'lenient': true,
            },
        ],
    ) }}
),

-- A status may come in words or as the number of Qualtrics' interface.
worded as (
    select
        *,
        coalesce(
            cast({{ safe_cast_to('response_status', 'bigint') }} as {{ type_text() }}),
            {{ snake_case('response_status') }}
        ) as status_word,
        {{ snake_case('distribution_channel') }} as channel_word
    from source
),

status_marks as (
    select
        {{ snake_case('read_value') }} as status_word,
        min(rejection_reason) as status_reason
    from {{ ref('survey_instruments') }}
    where source = 'qualtrics' and read_from = 'response_status'
    group by 1
),

channel_marks as (
    select
        {{ snake_case('read_value') }} as channel_word,
        min(rejection_reason) as channel_reason
    from {{ ref('survey_instruments') }}
    where source = 'qualtrics' and read_from = 'distribution_channel'
    group by 1
),

-- Who previews or tests a survey is one of us, and spam is nobody's answer.
final as (
    select
        worded.response_id,
        worded.survey_id,
        worded.recorded_at,
        worded.is_finished,
        worded.recipient_email,
        worded.response_status,
        worded.distribution_channel,
        worded.is_deleted,
        worded.loaded_at,
        worded.blank_reason,
        coalesce(
            {{ rejection_reason(
                key=['response_id', 'recorded_at'],
                occurred=['recorded_at'],
            ) }},
            status_marks.status_reason,
            channel_marks.channel_reason
        ) as rejection_reason
    from worded
    left join status_marks on worded.status_word = status_marks.status_word
    left join channel_marks on worded.channel_word = channel_marks.channel_word
)

select * from final
