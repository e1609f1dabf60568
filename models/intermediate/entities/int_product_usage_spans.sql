{{ config(materialized='ephemeral') }}

with account_weeks as (
    select
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
        product_account_id,
        visitor_id,
        usage_week
    from {{ ref('int_usage_visitor_weeks') }}
    where rejection_reason is null
),

linked_visitors as (
    select
        product_account_id,
        visitor_id,
        linked_from
    from {{ ref('int_product_visitors') }}
),

product_window as (
    select 7 * cast(max(value) as integer) as n_days
    from {{ ref('signal_parameters') }}
    where signal_id = 'product_usage' and parameter = 'window_weeks' and segment = '*'
),

-- A week touches two calendar months at most: those of its first and of its last active day.
account_months as (
    select
        product_account_id,
        usage_week,
        date_trunc('month', first_event_on) as active_month
    from account_weeks
    union
    select
        product_account_id,
        usage_week,
        date_trunc('month', last_event_on) as active_month
    from account_weeks
),

month_sightings as (
    select
        product_account_id,
        usage_week,
        lag(usage_week) over month_weeks as seen_before,
        lead(usage_week) over month_weeks as seen_again
    from account_months
    window month_weeks as (partition by product_account_id, active_month order by usage_week)
),

visitor_sightings as (
    select
        visitor_weeks.product_account_id,
        visitor_weeks.usage_week,
        linked_visitors.linked_from,
        lead(visitor_weeks.usage_week) over (
            partition by visitor_weeks.product_account_id, visitor_weeks.visitor_id
            order by visitor_weeks.usage_week
        ) as seen_again
    from visitor_weeks
    inner join linked_visitors
        on
            visitor_weeks.product_account_id = linked_visitors.product_account_id
            and visitor_weeks.visitor_id = linked_visitors.visitor_id
),

measures as (
    {% for measure in ['active_weeks', 'active_days', 'visitor_days', 'minutes', 'events'] %}
        select '{{ measure }}' as measure
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- A week of use counts in a window from the next snapshot until the window has passed it. A month
-- or a visitor counts once, however often it is seen: from each sighting to the next, or as long.
final as (
    select
        account_weeks.product_account_id,
        measures.measure,
        case measures.measure
            when 'active_weeks' then 1
            when 'active_days' then account_weeks.active_days
            when 'visitor_days' then account_weeks.visitor_days
            when 'minutes' then account_weeks.minutes
            when 'events' then account_weeks.events
        end as amount,
        {{ days_after('account_weeks.usage_week', 7) }} as valid_from,
        {{ days_after('account_weeks.usage_week', '7 + product_window.n_days') }} as valid_to,
        true as is_first_sighting
    from account_weeks
    cross join measures
    cross join product_window
    union all
    select
        month_sightings.product_account_id,
        'active_months' as measure,
        1 as amount,
        {{ days_after('month_sightings.usage_week', 7) }} as valid_from,
        {{ days_after('least(seen_again, usage_week + n_days)', 7) }} as valid_to,
        month_sightings.seen_before is null as is_first_sighting
    from month_sightings
    cross join product_window
    union all
    select
        visitor_sightings.product_account_id,
        'associated_visitors' as measure,
        1 as amount,
        greatest({{ days_after('visitor_sightings.usage_week', 7) }}, visitor_sightings.linked_from)
            as valid_from,
        {{ days_after('least(seen_again, usage_week + n_days)', 7) }} as valid_to,
        false as is_first_sighting
    from visitor_sightings
    cross join product_window
)

select * from final
