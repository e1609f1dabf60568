{{ config(materialized='view') }}

with snapshot_weeks as (
    select
        snapshot_week,
        {{ month_start('snapshot_week') }} as snapshot_month
    from {{ ref('int_snapshot_weeks') }}
),

parameters as (
    select
        max(case when parameter = 'comparison_weeks' then value end) as comparison_weeks,
        max(case when parameter = 'steady_points' then value end) as steady_points
    from {{ ref('scorecard_parameters') }}
    where scorecard_id = 'case_study'
),

months as (
    select
        snapshot_month,
        max(snapshot_week) as last_week
    from snapshot_weeks
    group by 1
),

-- The list of a month is its last snapshot; of a month that still runs, the newest.
final as (
    select
        snapshot_weeks.snapshot_week,
        snapshot_weeks.snapshot_month,
        snapshot_weeks.snapshot_week = months.last_week as is_month_list,
        earlier_weeks.snapshot_week as week_ago,
        parameters.steady_points
    from snapshot_weeks
    cross join parameters
    inner join months on snapshot_weeks.snapshot_month = months.snapshot_month
    left join snapshot_weeks as earlier_weeks
        on
            snapshot_weeks.snapshot_week
            = {{ weeks_after('earlier_weeks.snapshot_week', 'parameters.comparison_weeks') }}
)

select * from final
