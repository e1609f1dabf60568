with account_weeks as (
    select
        account_id,
        snapshot_week,
        segment
    from {{ ref('int_account_weeks') }}
    where is_alive
),

parameters as (
    select
        segment,
        signal_id,
        max(case when parameter = 'window_weeks' then value end) as window_weeks,
        max(case when parameter = 'unresponsive_hours' then value end) as unresponsive_hours
    from {{ ref('int_signal_parameters') }}
    where
        signal_id in (
            'training_attendance', 'community_participation', 'feedback_provided', 'response_rate'
        )
    group by 1, 2
),

training_assignments as (
    select
        account_id,
        assigned_at,
        completed_at
    from {{ ref('int_training_assignments') }}
),

community_activities as (
    select
        account_id,
        opened_at as occurred_at
    from {{ ref('int_success_records') }}
    where record_kind = 'community_activity'
),

answers as (
    select
        account_id,
        responded_at,
        replaced_at
    from {{ ref('int_survey_answers') }}
    where rejection_reason is null
),

emails as (
    select
        account_id,
        sent_at,
        replied_at
    from {{ ref('int_emails') }}
),

windows as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        parameters.signal_id,
        parameters.unresponsive_hours,
        {{ days_before('account_weeks.snapshot_week', '7 * parameters.window_weeks') }}
            as window_from
    from account_weeks
    inner join parameters on account_weeks.segment = parameters.segment
),

-- Where a company keeps no such records, an account without any says nothing.
first_facts as (
    select
        (select min(occurred_at) from community_activities) as first_activity_at,
        (select min(responded_at) from answers) as first_answer_at
),

training_counts as (
    select
        windows.account_id,
        windows.snapshot_week,
        count(*) as n_assigned,
        sum(case when training_assignments.completed_at < windows.snapshot_week then 1 else 0 end)
            as n_completed
    from windows
    inner join training_assignments
        on
            windows.account_id = training_assignments.account_id
            and windows.window_from <= training_assignments.assigned_at
            and windows.snapshot_week > training_assignments.assigned_at
    where windows.signal_id = 'training_attendance'
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

-- A rating that was changed before the snapshot counts once.
answer_counts as (
    select
        windows.account_id,
        windows.snapshot_week,
        count(*) as n_answers
    from windows
    inner join answers
        on
            windows.account_id = answers.account_id
            and windows.window_from <= answers.responded_at
            and windows.snapshot_week > answers.responded_at
            and coalesce(windows.snapshot_week <= answers.replaced_at, true)
    where windows.signal_id = 'feedback_provided'
    group by 1, 2
),

-- A mail that still waits for its answer within the time that one may take is left out.
mail_counts as (
    select
        windows.account_id,
        windows.snapshot_week,
        sum(case when emails.replied_at < windows.snapshot_week then 1 else 0 end) as n_answered,
        sum(
            case
                when
                    emails.replied_at < windows.snapshot_week
                    or {{ hours_between('emails.sent_at', 'windows.snapshot_week') }}
                    > windows.unresponsive_hours
                    then 1
                else 0
            end
        ) as n_judged
    from windows
    inner join emails
        on
            windows.account_id = emails.account_id
            and windows.window_from <= emails.sent_at
            and windows.snapshot_week > emails.sent_at
    where windows.signal_id = 'response_rate'
    group by 1, 2
),

final as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        cast(training_counts.n_completed as {{ type_double() }})
        / nullif(training_counts.n_assigned, 0) as training_attendance,
        case
            when first_facts.first_activity_at < account_weeks.snapshot_week
                then cast(coalesce(activity_counts.n_activities, 0) as {{ type_double() }})
        end as community_participation,
        case
            when first_facts.first_answer_at < account_weeks.snapshot_week
                then cast(coalesce(answer_counts.n_answers, 0) as {{ type_double() }})
        end as feedback_provided,
        cast(mail_counts.n_answered as {{ type_double() }})
        / nullif(mail_counts.n_judged, 0) as response_rate
    from account_weeks
    cross join first_facts
    left join training_counts
        on
            account_weeks.account_id = training_counts.account_id
            and account_weeks.snapshot_week = training_counts.snapshot_week
    left join activity_counts
        on
            account_weeks.account_id = activity_counts.account_id
            and account_weeks.snapshot_week = activity_counts.snapshot_week
    left join answer_counts
        on
            account_weeks.account_id = answer_counts.account_id
            and account_weeks.snapshot_week = answer_counts.snapshot_week
    left join mail_counts
        on
            account_weeks.account_id = mail_counts.account_id
            and account_weeks.snapshot_week = mail_counts.snapshot_week
)

select * from final
