{{ config(materialized='view') }}

with final as (
    select
        'salesforce' as source,
        event_id as meeting_id,
        {{ source_id_key('salesforce', 'event_id') }} as meeting_key,
        {{ source_id_key('salesforce', 'account_id') }} as account_key,
        {{ source_id_key('salesforce', 'who_id') }} as contact_key,
        started_at,
        coalesce(ended_at, started_at) as ended_at,
        subject,
        cast(null as {{ type_text() }}) as outcome,
        'answers' as attendance_by
    from {{ ref('stg_salesforce__events') }}
    where
        rejection_reason is null
        and not is_deleted
        -- Copies in the calendars of invited colleagues are the same meeting.
        and not is_copy_for_invitee
        and {{ is_used_for('salesforce', 'correspondence') }}
)

select * from final
