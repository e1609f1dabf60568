with account_weeks as (
    select
        account_id,
        snapshot_week
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
        and signal_id in ('training_attendance', 'community_participation')
),

courses as (
    select
        account_id,
        contact_key,
        assigned_at,
        completed_at,
        certified
    from {{ ref('int_training_assignments') }}
    where account_id is not null
),

community_activities as (
    select
        account_id,
        opened_at as occurred_at
    from {{ ref('int_success_records') }}
    where record_kind = 'community_activity'
),

-- Of what the company never recorded before a snapshot, having none says nothing. Who was trained
-- is known only where the course names the person.
first_courses as (
    select
        min(assigned_at) as course_at,
        min(case when certified is not null then completed_at end) as certificate_at
    from courses
    where contact_key is not null
),

first_activity as (
    select min(occurred_at) as occurred_at
    from community_activities
),

courses_so_far as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        courses.contact_key,
        courses.certified,
        courses.assigned_at < account_weeks.snapshot_week as is_assigned,
        courses.assigned_at >= windows.window_from as is_recent,
        courses.completed_at < account_weeks.snapshot_week as is_completed
    from account_weeks
    inner join courses
        on
            account_weeks.account_id = courses.account_id
            and account_weeks.snapshot_week > {{ least_of([
                'courses.assigned_at', 'courses.completed_at'
            ]) }}
    left join windows
        on
            account_weeks.account_id = windows.account_id
            and account_weeks.snapshot_week = windows.snapshot_week
            and windows.signal_id = 'training_attendance'
),

course_counts as (
    select
        account_id,
        snapshot_week,
        count(case when is_assigned then 1 end) as n_assigned,
        count(case when is_assigned and is_completed then 1 end) as n_completed,
        count(case when is_assigned and is_recent then 1 end) as n_recent,
        count(case when is_assigned and is_recent and is_completed then 1 end)
            as n_recent_completed,
        count(distinct case when is_completed then contact_key end) as n_trained,
        count(distinct case when is_completed and certified then contact_key end) as n_certified
    from courses_so_far
    group by 1, 2
),

activity_counts as (
    select
        windows.account_id,
        windows.snapshot_week,
        count(*) as n_activities
    from windows
    inner join community_activities
        on
            windows.account_id = community_activities.account_id
            and windows.window_from <= community_activities.occurred_at
            and windows.snapshot_week > community_activities.occurred_at
    where windows.signal_id = 'community_participation'
    group by 1, 2
),

final as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        cast(course_counts.n_completed as {{ type_double() }})
        / nullif(course_counts.n_assigned, 0) as training_participation,
        cast(course_counts.n_recent_completed as {{ type_double() }})
        / nullif(course_counts.n_recent, 0) as training_attendance,
        case
            when first_courses.course_at < account_weeks.snapshot_week
                then cast(coalesce(course_counts.n_trained, 0) as {{ type_double() }})
        end as people_trained,
        case
            when first_courses.certificate_at < account_weeks.snapshot_week
                then cast(coalesce(course_counts.n_certified, 0) as {{ type_double() }})
        end as certifications,
        case
            when first_activity.occurred_at < account_weeks.snapshot_week
                then cast(coalesce(activity_counts.n_activities, 0) as {{ type_double() }})
        end as community_participation
    from account_weeks
    cross join first_courses
    cross join first_activity
    left join course_counts
        on
            account_weeks.account_id = course_counts.account_id
            and account_weeks.snapshot_week = course_counts.snapshot_week
    left join activity_counts
        on
            account_weeks.account_id = activity_counts.account_id
            and account_weeks.snapshot_week = activity_counts.snapshot_week
)

select * from final
