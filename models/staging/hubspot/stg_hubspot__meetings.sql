with source as (
    {{ stage_source(
        'hubspot',
        'engagement_meeting',
        unique_key=['engagement_id'],
        columns=[
            {'name': 'engagement_id', 'as': 'meeting_id', 'type': 'id', 'required': true},
            {
                'name': ['property_hs_meeting_start_time', 'start_time'],
                'as': 'meeting_start_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {
                'name': ['property_hs_timestamp', 'timestamp'],
                'as': 'activity_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {
                'name': ['property_hs_meeting_end_time', 'end_time'],
                'as': 'ended_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {'name': ['property_hs_meeting_outcome', 'meeting_outcome'], 'as': 'outcome'},
            {'name': ['property_hs_activity_type', 'activity_type'], 'as': 'meeting_type'},
            {'name': ['property_hs_meeting_title', 'title'], 'as': 'subject'},
            {
                'name': ['_fivetran_deleted', 'is_deleted'],
                'as': 'is_deleted',
                'type': 'boolean',
                'lenient': true,
            },
        ],
    ) }}
),

-- A meeting without a start of its own is dated like any engagement.
dated as (
    select
        *,
        coalesce(meeting_start_at, activity_at) as started_at
    from source
),

final as (
    select
        meeting_id,
        started_at,
        ended_at,
        outcome,
        meeting_type,
        subject,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        -- A meeting may lie ahead, so a start in the future is no fault.
        {{ rejection_reason(key=['meeting_id', 'started_at']) }} as rejection_reason
    from dated
)

select * from final
