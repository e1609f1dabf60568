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
        executive_until
    from {{ ref('int_meetings') }}
),

executive_mails as (
    select
        account_id,
        sent_at,
        executive_until
    from {{ ref('int_emails') }}
    where is_incoming and executive_until is not null
),

contacts as (
    select
        contact_key,
        account_id,
        has_title,
        is_executive,
        created_at,
        deleted_at
    from {{ ref('int_contacts') }}
    where source = '{{ crm_source() }}'
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
        started_at as touched_at,
        executive_until
    from meetings
    where executive_until is not null

    union all

    select
        account_id,
        sent_at as touched_at,
        executive_until
    from executive_mails
),

-- What an executive did: our own meetings without them and our own mails are no touches.
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
            and windows.snapshot_week <= executive_touches.executive_until
    where windows.signal_id = 'executive_sponsor_access'
),

-- A contact without a date of entry has always been there.
executives as (
    select distinct
        account_weeks.account_id,
        account_weeks.snapshot_week
    from account_weeks
    inner join contacts
        on
            account_weeks.account_id = contacts.account_id
            and coalesce(account_weeks.snapshot_week > contacts.created_at, true)
            and coalesce(account_weeks.snapshot_week <= contacts.deleted_at, true)
    where contacts.is_executive
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
                executives.account_id is not null
                or (
                    account_weeks.executive_sponsor is not null
                    and coalesce(sponsors.deleted_at >= account_weeks.snapshot_week, true)
                )
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
        on
            account_weeks.account_id = executives.account_id
            and account_weeks.snapshot_week = executives.snapshot_week
    left join contacts as sponsors
        on account_weeks.executive_sponsor = sponsors.contact_key
)

select * from final
