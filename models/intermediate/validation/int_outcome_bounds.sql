with snapshot_weeks as (
    select
        min(snapshot_week) as first_snapshot_week,
        max(snapshot_week) as newest_snapshot_week
    from {{ ref('int_snapshot_weeks') }}
),

-- Who leaves is seen in billing; when its feed fell silent, nobody seems to leave any more.
billing_facts as (
    select max(last_row_at) as occurred_at
    from {{ ref('int_source_coverage_weekly') }}
    where source_family = 'billing'
    union all
    select max(valid_from) as occurred_at
    from {{ ref('int_subscriptions') }}
    where valid_from < cast({{ as_of_week() }} as {{ type_time() }})
    union all
    select max(ended_at) as occurred_at
    from {{ ref('int_subscriptions') }}
    where ended_at < cast({{ as_of_week() }} as {{ type_time() }})
),

billing_ends as (
    select {{ weeks_after(week_start('max(occurred_at)'), 1) }} as known_until
    from billing_facts
),

final as (
    select
        snapshot_weeks.first_snapshot_week,
        case
            when billing_ends.known_until < snapshot_weeks.newest_snapshot_week
                then billing_ends.known_until
            else snapshot_weeks.newest_snapshot_week
        end as known_until,
        case
            when billing_ends.known_until < snapshot_weeks.newest_snapshot_week then 'billing'
            else 'newest_snapshot'
        end as bounded_by
    from snapshot_weeks
    cross join billing_ends
)

select * from final
