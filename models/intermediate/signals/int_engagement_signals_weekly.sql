with account_weeks as (
    select
        account_id,
        snapshot_week,
        segment,
        executive_sponsor
    from {{ ref('int_account_weeks') }}
    where is_alive
),

parameters as (
    select
        segment,
        signal_id,
        parameter,
        value
    from {{ ref('int_signal_parameters') }}
),

meetings as (
    select
        account_id,
        started_at,
        is_attended,
        has_executive
    from {{ ref('int_meetings') }}
),

emails as (
    select
        account_id,
        sent_at,
        replied_at,
        executive_at
    from {{ ref('int_emails') }}
),

contacts as (
    select
        account_id,
        has_title,
        is_executive,
        created_at
    from {{ ref('int_contacts') }}
),

attributes as (
    select executive_sponsor
    from {{ ref('int_account_attributes') }}
),

training_assignments as (
    select
        account_id,
        assigned_at,
        completed_at
    from {{ ref('int_training_assignments') }}
),

named_parameters as (
    select
        segment,
        signal_id,
        case when parameter = 'window_weeks' then value end as window_weeks,
        case when parameter = 'unresponsive_hours' then value end as unresponsive_hours
    from parameters
),

segment_windows as (
    select
        segment,
        max(case when signal_id = 'meeting_attendance' then window_weeks end) as meeting_weeks,
        max(case when signal_id = 'email_responsiveness' then window_weeks end) as email_weeks,
        max(case when signal_id = 'executive_sponsor_access' then window_weeks end)
            as sponsor_weeks,
        max(unresponsive_hours) as unresponsive_hours
    from named_parameters
    group by 1
),

windows as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        account_weeks.executive_sponsor,
        cast(account_weeks.snapshot_week as timestamp) as snapshot_at,
        cast(
            {{ days_before('account_weeks.snapshot_week', '7 * segment_windows.meeting_weeks') }}
            as timestamp
        ) as meetings_from,
        cast(
            {{ days_before('account_weeks.snapshot_week', '7 * segment_windows.email_weeks') }}
            as timestamp
        ) as emails_from,
        cast(
            {{ days_before('account_weeks.snapshot_week', '7 * segment_windows.sponsor_weeks') }}
            as timestamp
        ) as sponsor_from,
        segment_windows.unresponsive_hours
    from account_weeks
    left join segment_windows
        on account_weeks.segment = segment_windows.segment
),

-- Where nothing of a kind was ever recorded, its absence says nothing about an account.
known_facts as (
    select
        (select min(started_at) from meetings) as first_meeting_at,
        (select max(case when has_title then 1 else 0 end) from contacts) as n_titles,
        (select max(case when executive_sponsor is not null then 1 else 0 end) from attributes)
            as n_sponsors
),

meeting_counts as (
    select
        windows.account_id,
        windows.snapshot_week,
        count(*) as n_held,
        sum(case when meetings.is_attended is not null then 1 else 0 end) as n_recorded,
        sum(case when meetings.is_attended then 1 else 0 end) as n_attended
    from windows
    inner join meetings
        on
            windows.account_id = meetings.account_id
            and windows.meetings_from <= meetings.started_at
            and windows.snapshot_at > meetings.started_at
    group by 1, 2
),

-- An unanswered mail counts with its age once beyond what a reply may take; before, it is
-- too early to tell.
reply_hours as (
    select
        windows.account_id,
        windows.snapshot_week,
        case
            when emails.replied_at < windows.snapshot_at
                then {{ hours_between('emails.sent_at', 'emails.replied_at') }}
            when
                {{ hours_between('emails.sent_at', 'windows.snapshot_at') }}
                > windows.unresponsive_hours
                then {{ hours_between('emails.sent_at', 'windows.snapshot_at') }}
        end as hours_to_reply
    from windows
    inner join emails
        on
            windows.account_id = emails.account_id
            and windows.emails_from <= emails.sent_at
            and windows.snapshot_at > emails.sent_at
),

email_medians as (
    select
        account_id,
        snapshot_week,
        percentile_cont(0.5) within group (order by hours_to_reply) as median_hours
    from reply_hours
    where hours_to_reply is not null
    group by 1, 2
),

executive_touches as (
    select
        account_id,
        started_at as touched_at
    from meetings
    where has_executive

    union all

    select
        account_id,
        executive_at as touched_at
    from emails
    where executive_at is not null
),

active_sponsors as (
    select distinct
        windows.account_id,
        windows.snapshot_week
    from windows
    inner join executive_touches
        on
            windows.account_id = executive_touches.account_id
            and windows.sponsor_from <= executive_touches.touched_at
            and windows.snapshot_at > executive_touches.touched_at
),

-- A contact without a date of entry has always been there.
executives as (
    select
        account_id,
        min(coalesce(created_at, timestamp '1900-01-01 00:00:00')) as known_from
    from contacts
    where is_executive
    group by 1
),

training_counts as (
    select
        windows.account_id,
        windows.snapshot_week,
        count(*) as n_assigned,
        sum(case when training_assignments.completed_at < windows.snapshot_at then 1 else 0 end)
            as n_completed
    from windows
    inner join training_assignments
        on
            windows.account_id = training_assignments.account_id
            and windows.snapshot_at > training_assignments.assigned_at
    group by 1, 2
),

final as (
    select
        windows.account_id,
        windows.snapshot_week,
        cast(meeting_counts.n_attended as {{ type_double() }})
        / nullif(meeting_counts.n_recorded, 0) as meeting_attendance,
        case
            when
                meeting_counts.account_id is null
                and known_facts.first_meeting_at < windows.snapshot_at
                then 'none_scheduled'
        end as meeting_attendance_level,
        email_medians.median_hours as email_responsiveness,
        case
            when active_sponsors.account_id is not null then 'active_sponsor'
            when
                windows.executive_sponsor is not null
                or executives.known_from < windows.snapshot_at
                then 'sponsor_identified'
            when known_facts.n_titles = 1 or known_facts.n_sponsors = 1 then 'no_sponsor'
        end as executive_sponsor_access_level,
        cast(training_counts.n_completed as {{ type_double() }}) / training_counts.n_assigned
            as training_participation
    from windows
    cross join known_facts
    left join meeting_counts
        on
            windows.account_id = meeting_counts.account_id
            and windows.snapshot_week = meeting_counts.snapshot_week
    left join email_medians
        on
            windows.account_id = email_medians.account_id
            and windows.snapshot_week = email_medians.snapshot_week
    left join active_sponsors
        on
            windows.account_id = active_sponsors.account_id
            and windows.snapshot_week = active_sponsors.snapshot_week
    left join executives
        on windows.account_id = executives.account_id
    left join training_counts
        on
            windows.account_id = training_counts.account_id
            and windows.snapshot_week = training_counts.snapshot_week
)

select * from final
