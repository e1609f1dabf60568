with landed_meetings as (
    {{ union_branches('int_meetings', [
        'source',
        'meeting_id',
        'meeting_key',
        'account_key',
        'contact_key',
        'started_at',
        'ended_at',
        'subject',
        'outcome',
        'attendance_by',
    ]) }}
),

every_meeting as (
    select
        source,
        meeting_id,
        meeting_key,
        account_key,
        contact_key,
        started_at,
        ended_at,
        lower(trim(subject)) as subject,
        lower(trim(outcome)) as outcome,
        attendance_by
    from landed_meetings
),

landed_attendees as (
    {{ union_branches('int_meeting_attendees', [
        'source',
        'meeting_key',
        'contact_key',
        'answer',
        'responded_at',
    ]) }}
),

attendees as (
    select
        source,
        meeting_key,
        contact_key,
        lower(trim(answer)) as answer,
        responded_at
    from landed_attendees
),

contacts as (
    select
        source,
        contact_key,
        crm_contact_key,
        account_id,
        is_executive,
        coalesce(deleted_at, cast('9999-12-31' as {{ type_time() }})) as contact_until
    from {{ ref('int_contacts') }}
),

attributes as (
    select
        account_id,
        valid_from,
        valid_to,
        executive_sponsor
    from {{ ref('int_account_attributes') }}
),

account_keys as (
    select
        source,
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
),

subject_values as (
    select
        source,
        crm_value
    from {{ ref('crm_values') }}
    where
        crm_table = 'event'
        and crm_field = 'subject'
        and meaning = 'cancelled'
),

outcome_values as (
    select
        source,
        crm_value,
        meaning
    from {{ ref('crm_values') }}
    where
        crm_table = 'event'
        and crm_field = 'outcome'
),

accepted_values as (
    select
        source,
        crm_value
    from {{ ref('crm_values') }}
    where
        crm_table = 'event_relation'
        and crm_field = 'status'
        and meaning = 'accepted'
),

begun as (
    select
        every_meeting.*,
        outcome_values.meaning as outcome_meaning
    from every_meeting
    left join outcome_values
        on
            every_meeting.source = outcome_values.source
            and every_meeting.outcome = outcome_values.crm_value
    where cast(every_meeting.started_at as date) <= {{ as_of_date() }}
),

cancelled as (
    select distinct
        begun.source,
        begun.meeting_key
    from begun
    inner join subject_values
        on
            subject_values.source in (begun.source, '*')
            and begun.subject like subject_values.crm_value || '%'

    union distinct

    select
        source,
        meeting_key
    from begun
    where outcome_meaning = 'cancelled'
),

placed as (
    select
        begun.source,
        begun.meeting_id,
        begun.meeting_key,
        begun.started_at,
        begun.ended_at,
        begun.attendance_by,
        begun.outcome_meaning,
        coalesce(account_keys.account_id, contacts.account_id) as account_id,
        contacts.contact_key is not null as is_with_contact,
        coalesce(contacts.is_executive, false) as is_with_executive,
        contacts.crm_contact_key,
        contacts.contact_until
    from begun
    left join cancelled
        on
            begun.source = cancelled.source
            and begun.meeting_key = cancelled.meeting_key
    left join account_keys
        on
            begun.source = account_keys.source
            and begun.account_key = account_keys.source_account_key
    left join contacts
        on
            begun.source = contacts.source
            and begun.contact_key = contacts.contact_key
    where cancelled.meeting_key is null
),

-- An executive by title, or whom the CRM named as the sponsor when the meeting was held.
held as (
    select
        placed.*,
        attributes.executive_sponsor
    from placed
    left join attributes
        on
            placed.account_id = attributes.account_id
            and placed.started_at >= attributes.valid_from
            and placed.started_at < attributes.valid_to
),

-- Only people of the account count, our own side always comes. A later answer is none; where only
-- an outcome tells, whoever takes part in a meeting that was attended was there.
invitations as (
    select
        held.source,
        held.meeting_key,
        max(case when accepted_values.crm_value is not null then 1 else 0 end) as n_accepted,
        max(
            case
                when
                    (
                        accepted_values.crm_value is not null
                        or (
                            held.attendance_by = 'outcome'
                            and held.outcome_meaning = 'attended'
                        )
                    )
                    and (
                        contacts.is_executive
                        or held.executive_sponsor = contacts.crm_contact_key
                    )
                    then contacts.contact_until
            end
        ) as executive_until
    from held
    inner join attendees
        on
            held.source = attendees.source
            and held.meeting_key = attendees.meeting_key
    inner join contacts
        on
            attendees.source = contacts.source
            and attendees.contact_key = contacts.contact_key
            and held.account_id = contacts.account_id
    left join accepted_values
        on
            attendees.source = accepted_values.source
            and attendees.answer = accepted_values.crm_value
            and (attendees.responded_at is null or held.ended_at >= attendees.responded_at)
    group by 1, 2
),

final as (
    select
        held.source,
        held.meeting_id,
        held.meeting_key,
        held.account_id,
        held.started_at,
        case
            when held.attendance_by = 'outcome'
                then
                    case held.outcome_meaning
                        when 'attended' then true
                        when 'missed' then false
                    end
            when invitations.meeting_key is not null then invitations.n_accepted = 1
            when held.is_with_contact then true
        end as is_attended,
        case
            when invitations.meeting_key is not null then invitations.executive_until
            when held.attendance_by = 'outcome' and coalesce(held.outcome_meaning, '') <> 'attended'
                then null
            when held.is_with_executive or held.executive_sponsor = held.crm_contact_key
                then held.contact_until
        end as executive_until
    from held
    left join invitations
        on
            held.source = invitations.source
            and held.meeting_key = invitations.meeting_key
)

select * from final
