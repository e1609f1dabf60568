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

visitor_links as (
    select
        product_account_id,
        visitor_id,
        last_updated_at
    from {{ ref('stg_pendo__visitor_account_history') }}
    where rejection_reason is null
),

product_window as (
    select 7 * cast(max(value) as integer) as n_days
    from {{ ref('signal_parameters') }}
    where signal_id = 'product_usage' and parameter = 'window_weeks' and segment = '*'
),

-- A link without a date holds for every snapshot.
linked_visitors as (
    select
        product_account_id,
        visitor_id,
        case
            when count(*) = count(last_updated_at) then {{ days_after(week_start('min(last_updated_at)'), 7) }}
            else cast('1900-01-01' as date)
        end as linked_from
    from visitor_links
    group by 1, 2
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
        lag(usage_week) over (partition by product_account_id, active_month order by usage_week) as seen_before,
        lead(usage_week) over (partition by product_account_id, active_month order by usage_week) as seen_again
    from account_months
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
        on visitor_weeks.product_account_id = linked_visitors.product_account_id
        and visitor_weeks.visitor_id = linked_visitors.visitor_id
),

-- What counts once in a window however often it is seen counts from each sighting to the next, or to the window's end.
month_spans as (
    select
        month_sightings.product_account_id,
        {{ days_after('month_sightings.usage_week', 7) }} as valid_from,
        {{ days_after('least(month_sightings.seen_again, month_sightings.usage_week + product_window.n_days)', 7) }}
            as valid_to
    from month_sightings
    cross join product_window
),

visitor_spans as (
    select
        visitor_sightings.product_account_id,
        greatest({{ days_after('visitor_sightings.usage_week', 7) }}, visitor_sightings.linked_from) as valid_from,
        {{ days_after('least(visitor_sightings.seen_again, visitor_sightings.usage_week + product_window.n_days)', 7) }}
            as valid_to
    from visitor_sightings
    cross join product_window
),

-- A week of usage enters both sums at the next snapshot and leaves that of the window n_days later.
week_spans as (
    select
        account_weeks.product_account_id,
        {{ days_after('account_weeks.usage_week', 7) }} as valid_from,
        {{ days_after('account_weeks.usage_week', '7 + product_window.n_days') }} as valid_to,
        account_weeks.visitor_days,
        account_weeks.active_days,
        account_weeks.events,
        account_weeks.minutes,
        1 as active_weeks
    from account_weeks
    cross join product_window
),

changes as (
    {%- for measure in ['visitor_days', 'active_days', 'events', 'minutes', 'active_weeks'] %}
    select
        product_account_id,
        valid_from as effective_week,
        '{{ measure }}' as measure,
        {{ measure }} as change,
        {{ measure }} as change_in_window
    from week_spans
    union all
    select
        product_account_id,
        valid_to as effective_week,
        '{{ measure }}' as measure,
        0 as change,
        -{{ measure }} as change_in_window
    from week_spans
    union all
    {%- endfor %}
    select
        product_account_id,
        {{ days_after('usage_week', 7) }} as effective_week,
        'active_months' as measure,
        1 as change,
        0 as change_in_window
    from month_sightings
    where seen_before is null
    union all
    select
        product_account_id,
        linked_from as effective_week,
        'associated_visitors' as measure,
        1 as change,
        0 as change_in_window
    from linked_visitors
    {%- for measure, spans in [('active_months', 'month_spans'), ('associated_visitors', 'visitor_spans')] %}
    union all
    select
        product_account_id,
        valid_from as effective_week,
        '{{ measure }}' as measure,
        0 as change,
        1 as change_in_window
    from {{ spans }}
    where valid_from < valid_to
    union all
    select
        product_account_id,
        valid_to as effective_week,
        '{{ measure }}' as measure,
        0 as change,
        -1 as change_in_window
    from {{ spans }}
    where valid_from < valid_to
    {%- endfor %}
),

added_up as (
    select
        product_account_id,
        effective_week,
        {%- for measure in [
            'associated_visitors', 'visitor_days', 'active_days', 'active_months', 'active_weeks', 'minutes', 'events'
        ] %}
        cast(sum(case when measure = '{{ measure }}' then change else 0 end) as bigint) as {{ measure }},
        cast(sum(case when measure = '{{ measure }}' then change_in_window else 0 end) as bigint)
            as {{ measure }}_in_window {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from changes
    group by 1, 2
),

final as (
    select
        added_up.*,
        account_weeks.first_event_on,
        account_weeks.last_event_on
    from added_up
    left join account_weeks
        on added_up.product_account_id = account_weeks.product_account_id
        and added_up.effective_week = {{ days_after('account_weeks.usage_week', 7) }}
)

select * from final
