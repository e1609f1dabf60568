with snapshot_weeks as (
    select snapshot_week
    from {{ ref('int_snapshot_weeks') }}
),

days_of_week as (
    select numbers.week_number as day_number
    from ({{ week_numbers() }}) as numbers
    where numbers.week_number < 7
),

final as (
    select
        {{ days_after('snapshot_weeks.snapshot_week', 'days_of_week.day_number') }} as calendar_day,
        snapshot_weeks.snapshot_week
    from snapshot_weeks
    cross join days_of_week
)

select * from final
