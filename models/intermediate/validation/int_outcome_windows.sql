{{ config(materialized='ephemeral') }}

with snapshot_weeks as (
    select snapshot_week from {{ ref('int_snapshot_weeks') }}
),

lengths as (
    select
        cast(value as integer) as lead_days,
        max(case when parameter = 'lead_days' then 1 else 0 end) = 1 as is_validated
    from {{ ref('validation_parameters') }}
    where parameter in ('lead_days', 'value_lead_days')
    group by 1
),

newest as (
    select max(snapshot_week) as snapshot_week
    from snapshot_weeks
),

-- Who leaves is seen in billing; when its feed fell silent, nobody seems to leave any more.
billing_facts as (
    select max(last_row_at) as occurred_at
    from {{ ref('int_source_coverage_weekly') }}
    where source_family = 'billing'
    union all
    select max(valid_from) as occurred_at
    from {{ ref('int_subscriptions') }}
    where valid_from < cast({{ as_of_week() }} as timestamp)
    union all
    select max(ended_at) as occurred_at
    from {{ ref('int_subscriptions') }}
    where ended_at < cast({{ as_of_week() }} as timestamp)
),

billing_ends as (
    select {{ weeks_after(week_start('max(occurred_at)'), 1) }} as known_until
    from billing_facts
),

bounds as (
    select least(newest.snapshot_week, billing_ends.known_until) as known_until
    from newest
    cross join billing_ends
),

windows as (
    select
        snapshot_weeks.snapshot_week,
        lengths.lead_days,
        {{ days_after('snapshot_weeks.snapshot_week', 'lengths.lead_days') }} as window_end,
        lengths.is_validated
    from snapshot_weeks
    cross join lengths
),

complete as (
    select
        windows.snapshot_week,
        windows.lead_days,
        windows.window_end,
        windows.is_validated,
        {{ weeks_after(week_start(days_before('windows.window_end', 1)), 1) }}
            as next_snapshot_week,
        max(windows.snapshot_week) over (partition by windows.lead_days) as newest_week
    from windows
    cross join bounds
    where windows.window_end <= bounds.known_until
),

-- Counted back from the newest, each snapshot that is combined begins where a window ends.
final as (
    select
        snapshot_week,
        lead_days,
        window_end,
        is_validated,
        mod(
            {{ weeks_between('snapshot_week', 'newest_week') }},
            {{ weeks_between('snapshot_week', 'next_snapshot_week') }}
        ) = 0 as is_combined
    from complete
)

select * from final
