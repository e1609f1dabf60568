with first_facts as (
    select min(first_event_at) as occurred_at
    from {{ ref('int_usage_visitor_weeks') }}
    where rejection_reason is null

    union all

    select min(started_at) as occurred_at
    from {{ ref('int_meetings') }}

    union all

    select min(sent_at) as occurred_at
    from {{ ref('int_emails') }}

    union all

    select min(created_at) as occurred_at
    from {{ ref('int_tickets') }}

    union all

    select min(created_at) as occurred_at
    from {{ ref('int_invoices') }}

    union all

    select min(responded_at) as occurred_at
    from {{ ref('int_survey_answers') }}

    union all

    select min(assigned_at) as occurred_at
    from {{ ref('int_training_assignments') }}

    union all

    select min(opened_at) as occurred_at
    from {{ ref('int_success_records') }}

    union all

    select min(observed_at) as occurred_at
    from {{ ref('int_custom_signals') }}
),

-- Before the first account nobody can be scored; a fact of 1970 would only stretch history.
first_accounts as (
    select case when count(*) = count(created_at) then min(created_at) end as created_at
    from {{ ref('int_accounts') }}
),

-- A snapshot sees what lies before it, so the first one is the Monday after the first fact.
first_weeks as (
    select
        {{ days_after(week_start('min(first_facts.occurred_at)'), 7) }} as first_fact_week,
        {{ days_after(week_start('min(first_accounts.created_at)'), 7) }} as first_account_week,
        {{ week_start(days_after(history_start(), 6)) }} as first_wanted_week
    from first_facts
    cross join first_accounts
),

closed as (
    select min(closed_versions.snapshot_week) as snapshot_week
    from ({{ closed_versions_weekly() }}) as closed_versions
),

-- A fact that lands years late does not lengthen a history that is closed, unless asked.
bounds as (
    select
        case
            when
                {{ is_history_pinned() }}
                and closed.snapshot_week <= {{ as_of_week() }}
                and closed.snapshot_week <= coalesce({{ restate_from() }}, closed.snapshot_week)
                then closed.snapshot_week
            else
                {{ least_of([
                    greatest_of([
                        'coalesce(first_weeks.first_fact_week, ' ~ as_of_week() ~ ')',
                        'first_weeks.first_account_week',
                        'first_weeks.first_wanted_week',
                    ]),
                    as_of_week(),
                ]) }}
        end as first_week
    from first_weeks
    cross join closed
),

digits as (
    select numbers.week_number as digit
    from ({{ week_numbers() }}) as numbers
    where numbers.week_number < 10
),

-- Ten thousand weeks reach further back than any company.
week_numbers as (
    select
        ones.digit
        + 10 * tens.digit
        + 100 * hundreds.digit
        + 1000 * thousands.digit as week_number
    from digits as ones
    cross join digits as tens
    cross join digits as hundreds
    cross join digits as thousands
),

weeks as (
    select {{ days_after('bounds.first_week', '7 * week_numbers.week_number') }} as snapshot_week
    from bounds
    cross join week_numbers
),

final as (
    select snapshot_week
    from weeks
    where snapshot_week <= {{ as_of_week() }}
)

select * from final
