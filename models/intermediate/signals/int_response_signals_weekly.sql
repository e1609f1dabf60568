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
        segment,
        signal_id,
        window_from
    from {{ ref('int_signal_windows_weekly') }}
    where
        {{ in_open_snapshots() }}
        and signal_id in ('email_responsiveness', 'response_rate', 'feedback_provided')
),

parameters as (
    select
        segment,
        signal_id,
        effective_from,
        effective_to,
        value as unresponsive_hours
    from {{ ref('int_signal_parameters') }}
    where parameter = 'unresponsive_hours'
),

emails as (
    select
        account_id,
        is_incoming,
        has_thread,
        sent_at,
        replied_at
    from {{ ref('int_emails') }}
),

answers as (
    select
        account_id,
        responded_at,
        replaced_at
    from {{ ref('int_survey_answers') }}
    where rejection_reason is null
),

-- Before anybody answered anything, an account without answers says nothing.
first_answer as (
    select min(responded_at) as responded_at
    from answers
),

-- A reply is known by its thread. Where no incoming mail ever landed with one, or none of an
-- account's own does, silence cannot be told from an answer.
first_threaded_mail as (
    select min(sent_at) as sent_at
    from emails
    where is_incoming and has_thread
),

incoming_mails as (
    select
        windows.account_id,
        windows.snapshot_week,
        windows.signal_id,
        count(case when emails.has_thread then 1 end) as n_threaded
    from windows
    inner join emails
        on
            windows.account_id = emails.account_id
            and windows.window_from <= emails.sent_at
            and windows.snapshot_week > emails.sent_at
    where
        windows.signal_id in ('email_responsiveness', 'response_rate')
        and emails.is_incoming
    group by 1, 2, 3
),

mail_windows as (
    select
        windows.account_id,
        windows.snapshot_week,
        windows.signal_id,
        windows.window_from,
        parameters.unresponsive_hours
    from windows
    cross join first_threaded_mail
    left join incoming_mails
        on
            windows.account_id = incoming_mails.account_id
            and windows.snapshot_week = incoming_mails.snapshot_week
            and windows.signal_id = incoming_mails.signal_id
    left join parameters
        on
            windows.segment = parameters.segment
            and windows.signal_id = parameters.signal_id
            and {{ is_in_period('windows.snapshot_week', 'parameters') }}
    where
        windows.signal_id in ('email_responsiveness', 'response_rate')
        and windows.snapshot_week > first_threaded_mail.sent_at
        and coalesce(incoming_mails.n_threaded > 0, true)
),

-- An unanswered mail counts with its age once beyond what a reply may take; before, it is
-- too early to tell.
mails as (
    select
        mail_windows.account_id,
        mail_windows.snapshot_week,
        mail_windows.signal_id,
        emails.replied_at < mail_windows.snapshot_week as is_answered,
        case
            when emails.replied_at < mail_windows.snapshot_week
                then {{ hours_between('emails.sent_at', 'emails.replied_at') }}
            when
                {{ hours_between('emails.sent_at', 'mail_windows.snapshot_week') }}
                > mail_windows.unresponsive_hours
                then {{ hours_between('emails.sent_at', 'mail_windows.snapshot_week') }}
        end as hours_to_reply
    from mail_windows
    inner join emails
        on
            mail_windows.account_id = emails.account_id
            and mail_windows.window_from <= emails.sent_at
            and mail_windows.snapshot_week > emails.sent_at
    where not emails.is_incoming and emails.has_thread
),

mail_figures as (
    select
        account_id,
        snapshot_week,
        {{ quantile_of(
            "case when signal_id = 'email_responsiveness' then hours_to_reply end", 0.5
        ) }} as median_hours,
        count(case when signal_id = 'response_rate' and is_answered then 1 end) as n_answered,
        count(case when signal_id = 'response_rate' then 1 end) as n_judged
    from mails
    where hours_to_reply is not null
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

final as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        mail_figures.median_hours as email_responsiveness,
        cast(mail_figures.n_answered as {{ type_double() }})
        / nullif(mail_figures.n_judged, 0) as response_rate,
        case
            when first_answer.responded_at < account_weeks.snapshot_week
                then cast(coalesce(answer_counts.n_answers, 0) as {{ type_double() }})
        end as feedback_provided
    from account_weeks
    cross join first_answer
    left join mail_figures
        on
            account_weeks.account_id = mail_figures.account_id
            and account_weeks.snapshot_week = mail_figures.snapshot_week
    left join answer_counts
        on
            account_weeks.account_id = answer_counts.account_id
            and account_weeks.snapshot_week = answer_counts.snapshot_week
)

select * from final
