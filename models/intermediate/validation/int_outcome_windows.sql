{{ config(materialized='view') }}

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

bounds as (
    select known_until from {{ ref('int_outcome_bounds') }}
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
