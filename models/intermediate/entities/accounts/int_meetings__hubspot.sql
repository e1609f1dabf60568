{{ config(materialized='view') }}

with meetings as (
    select
        meeting_id,
        started_at,
        ended_at,
        subject,
        outcome
    from {{ ref('stg_hubspot__meetings') }}
    where
        rejection_reason is null
        and not is_deleted
        and {{ is_used_for('hubspot', 'correspondence') }}
),

parties as (
    select
        engagement_id,
        company_key,
        contact_key
    from {{ ref('int_engagement_parties__hubspot') }}
),

final as (
    select
        'hubspot' as source,
        meetings.meeting_id,
        meetings.meeting_id as meeting_key,
        parties.company_key as account_key,
        parties.contact_key,
        meetings.started_at,
        coalesce(meetings.ended_at, meetings.started_at) as ended_at,
        meetings.subject,
        meetings.outcome,
        'outcome' as attendance_by
    from meetings
    left join parties on meetings.meeting_id = parties.engagement_id
)

select * from final
