with source as (
    {{ stage_source(
        'salesforce',
        'event',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'event_id', 'required': true},
            {'name': 'account_id'},
            {'name': 'who_id'},
            {
                'name': ['start_date_time', 'activity_date_time'],
                'as': 'started_at',
                'type': 'timestamp',
                'required': true,
            },
            {'name': 'end_date_time', 'as': 'ended_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'type', 'as': 'event_type'},
            {'name': 'subject'},
            {'name': 'is_child', 'as': 'is_copy_for_invitee', 'type': 'boolean', 'lenient': true},
            {'name': 'is_recurrence', 'as': 'defines_series', 'type': 'boolean', 'lenient': true},
            {'name': 'recurrence_activity_id', 'as': 'series_id'},
            {'name': ['is_deleted', '_fivetran_deleted'], 'as': 'is_deleted', 'type': 'boolean'},
        ],
    ) }}
),

-- The row that defines a series is a meeting only where none of its occurrences landed. Occurrences
-- name it; where that column did not land, one begins with it.
in_series as (
    select
        *,
        count({{ source_id_key('salesforce', 'series_id') }}) over (
            partition by {{ source_id_key('salesforce', 'coalesce(series_id, event_id)') }}
        ) as n_occurrences,
        count(
            case
                when
                    not coalesce(defines_series, false)
                    and not coalesce(is_copy_for_invitee, false)
                    then 1
            end
        ) over (
            partition by
                {{ source_id_key('salesforce', 'account_id') }},
                {{ source_id_key('salesforce', 'who_id') }},
                started_at,
                subject
        ) as n_beginning_with_it
    from source
),

final as (
    select
        event_id,
        account_id,
        who_id,
        started_at,
        ended_at,
        event_type,
        subject,
        coalesce(is_copy_for_invitee, false) as is_copy_for_invitee,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        -- A meeting may lie ahead, so a start in the future is no fault.
        {{ rejection_reason(
            key=['event_id', 'started_at'],
            rules=[{
                'condition': 'defines_series and (n_occurrences > 0 or n_beginning_with_it > 0)',
                'reason': 'series_of_meetings',
            }],
        ) }} as rejection_reason
    from in_series
)

select * from final
