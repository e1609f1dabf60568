with account_weeks as (
    select
        account_id,
        snapshot_week,
        executive_sponsor
    from {{ ref('int_account_weeks') }}
    where
        {{ in_open_snapshots() }}
        and is_alive
),

windows as (
    select
        account_id,
        snapshot_week,
        signal_id,
        window_from
    from {{ ref('int_signal_windows_weekly') }}
    where
        {{ in_open_snapshots() }}
        and signal_id in ('meeting_attendance', 'executive_sponsor_access')
),

meetings as (
    select
        account_id,
        started_at,
        is_attended,
        has_executive
    from {{ ref('int_meetings') }}
),

executive_mails as (
    select
        account_id,
        executive_at
    from {{ ref('int_emails') }}
    where executive_at is not null
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
        count(meetings.is_attended) as n_recorded,
        sum(case when meetings.is_attended then 1 else 0 end) as n_attended
    from windows
    inner join meetings
        on
            windows.account_id = meetings.account_id
            and windows.window_from <= meetings.started_at
            and windows.snapshot_week > meetings.started_at
    where windows.signal_id = 'meeting_attendance'
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
    from executive_mails
),

active_sponsors as (
    select distinct
        windows.account_id,
        windows.snapshot_week
    from windows
    inner join executive_touches
        on
            windows.account_id = executive_touches.account_id
            and windows.window_from <= executive_touches.touched_at
            and windows.snapshot_week > executive_touches.touched_at
    where windows.signal_id = 'executive_sponsor_access'
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

final as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        cast(meeting_counts.n_attended as {{ type_double() }})
        / nullif(meeting_counts.n_recorded, 0) as meeting_attendance,
        case
            when
                meeting_counts.account_id is null
                and known_facts.first_meeting_at < account_weeks.snapshot_week
                then 'none_scheduled'
        end as meeting_attendance_level,
        case
            when active_sponsors.account_id is not null then 'active_sponsor'
            when
                account_weeks.executive_sponsor is not null
                or executives.known_from < account_weeks.snapshot_week
                then 'sponsor_identified'
            when known_facts.n_titles = 1 or known_facts.n_sponsors = 1 then 'no_sponsor'
        end as executive_sponsor_access_level
    from account_weeks
    cross join known_facts
    left join meeting_counts
        on
            account_weeks.account_id = meeting_counts.account_id
            and account_weeks.snapshot_week = meeting_counts.snapshot_week
    left join active_sponsors
        on
            account_weeks.account_id = active_sponsors.account_id
            and account_weeks.snapshot_week = active_sponsors.snapshot_week
    left join executives
        on account_weeks.account_id = executives.account_id
)

select * from final
