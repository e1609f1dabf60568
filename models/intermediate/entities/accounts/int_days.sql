with snapshot_weeks as (
    select snapshot_week
    from {{ ref('int_snapshot_weeks') }}
),

days_of_week as (
    select listed.day_number
    from (values (0), (1), (2), (3), (4), (5), (6)) as listed (day_number)
),

final as (
    select
        {{ days_after('snapshot_weeks.snapshot_week', 'days_of_week.day_number') }} as calendar_day,
        snapshot_weeks.snapshot_week
    from snapshot_weeks
    cross join days_of_week
)

select * from final
