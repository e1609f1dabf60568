{{ config(materialized='view') }}

with account_weeks as (
    select
        source,
        product_account_id,
        usage_week,
        visitor_days,
        active_days,
        events,
        minutes,
        first_event_on,
        last_event_on
    from {{ ref('int_product_account_weeks') }}
),

visitor_weeks as (
    select
        source,
        product_account_id,
        visitor_id,
        usage_week
    from {{ ref('int_usage_visitor_weeks') }}
    where rejection_reason is null
),

linked_visitors as (
    select
        source,
        product_account_id,
        visitor_id,
        linked_from
    from {{ ref('int_product_visitors') }}
),

product_windows as (
    {{ product_windows() }}
),

-- A week touches two calendar months at most: those of its first and of its last active day.
account_months as (
    select
        source,
        product_account_id,
        usage_week,
        {{ month_start('first_event_on') }} as active_month
    from account_weeks
    union distinct
    select
        source,
        product_account_id,
        usage_week,
        {{ month_start('last_event_on') }} as active_month
    from account_weeks
),

month_sightings as (
    select
        source,
        product_account_id,
        usage_week,
        lag(usage_week) over (
            partition by source, product_account_id, active_month order by usage_week
        ) as seen_before,
        lead(usage_week) over (
            partition by source, product_account_id, active_month order by usage_week
        ) as seen_again
    from account_months
),

visitor_sightings as (
    select
        visitor_weeks.source,
        visitor_weeks.product_account_id,
        visitor_weeks.usage_week,
        linked_visitors.linked_from,
        lead(visitor_weeks.usage_week) over (
            partition by
                visitor_weeks.source, visitor_weeks.product_account_id, visitor_weeks.visitor_id
            order by visitor_weeks.usage_week
        ) as seen_again
    from visitor_weeks
    inner join linked_visitors
        on
            visitor_weeks.source = linked_visitors.source
            and visitor_weeks.product_account_id = linked_visitors.product_account_id
            and visitor_weeks.visitor_id = linked_visitors.visitor_id
),

measures as (
    select 'active_weeks' as measure
    union all
    select 'active_days' as measure
    union all
    select 'visitor_days' as measure
    union all
    select 'minutes' as measure
    union all
    select 'events' as measure
),

-- A month or a visitor counts once, however often it is seen: until the next sighting at most.
sightings as (
    select
        account_weeks.source,
        account_weeks.product_account_id,
        measures.measure,
        case measures.measure
            when 'active_weeks' then 1
            when 'active_days' then account_weeks.active_days
            when 'visitor_days' then account_weeks.visitor_days
            when 'minutes' then account_weeks.minutes
            when 'events' then account_weeks.events
        end as amount,
        account_weeks.usage_week,
        cast('9999-12-24' as date) as seen_again,
        {{ days_after('account_weeks.usage_week', 7) }} as seen_from,
        true as is_first
    from account_weeks
    cross join measures
    union all
    select
        source,
        product_account_id,
        'active_months' as measure,
        1 as amount,
        usage_week,
        coalesce(seen_again, cast('9999-12-24' as date)) as seen_again,
        {{ days_after('usage_week', 7) }} as seen_from,
        seen_before is null as is_first
    from month_sightings
    union all
    select
        source,
        product_account_id,
        'associated_visitors' as measure,
        1 as amount,
        usage_week,
        coalesce(seen_again, cast('9999-12-24' as date)) as seen_again,
        {{ greatest_of([days_after('usage_week', 7), 'linked_from']) }} as seen_from,
        false as is_first
    from visitor_sightings
),

-- A week of use counts in a window from the next snapshot until the window in force has passed it.
in_windows as (
    select
        sightings.source,
        sightings.product_account_id,
        sightings.measure,
        sightings.amount,
        sightings.seen_from,
        sightings.is_first,
        product_windows.effective_from,
        product_windows.effective_to,
        {{ least_of([
            'sightings.seen_again',
            days_after('sightings.usage_week', 'product_windows.n_days'),
        ]) }} as seen_until
    from sightings
    cross join product_windows
),

final as (
    select
        in_windows.source,
        in_windows.product_account_id,
        in_windows.measure,
        in_windows.amount,
        {{ greatest_of(['in_windows.seen_from', 'in_windows.effective_from']) }} as valid_from,
        {{ least_of([days_after('in_windows.seen_until', 7), 'in_windows.effective_to']) }}
            as valid_to,
        in_windows.is_first and {{ is_in_period('in_windows.seen_from', 'in_windows') }}
            as is_first_sighting
    from in_windows
    where
        in_windows.seen_from < in_windows.effective_to
        and in_windows.effective_from < {{ days_after('in_windows.seen_until', 7) }}
)

select * from final
