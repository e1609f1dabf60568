with spans as (
    select
        source,
        product_account_id,
        measure,
        amount,
        valid_from,
        valid_to,
        is_first_sighting
    from {{ ref('int_product_usage_spans') }}
),

linked_visitors as (
    select
        source,
        product_account_id,
        linked_from
    from {{ ref('int_product_visitors') }}
),

account_weeks as (
    select
        source,
        product_account_id,
        usage_week,
        first_event_on,
        last_event_on
    from {{ ref('int_product_account_weeks') }}
),

changes as (
    select
        source,
        product_account_id,
        valid_from as effective_week,
        measure,
        case when is_first_sighting then amount else 0 end as change,
        case when valid_from < valid_to then amount else 0 end as change_in_window
    from spans
    union all
    select
        source,
        product_account_id,
        valid_to as effective_week,
        measure,
        0 as change,
        -amount as change_in_window
    from spans
    where valid_from < valid_to
    union all
    select
        source,
        product_account_id,
        linked_from as effective_week,
        'associated_visitors' as measure,
        1 as change,
        0 as change_in_window
    from linked_visitors
),

added_up as (
    select
        source,
        product_account_id,
        effective_week,
        cast(sum(case when measure = 'associated_visitors' then change else 0 end) as bigint)
            as associated_visitors,
        cast(sum(
            case when measure = 'associated_visitors' then change_in_window else 0 end
        ) as bigint) as associated_visitors_in_window,
        cast(sum(case when measure = 'visitor_days' then change else 0 end) as bigint)
            as visitor_days,
        cast(sum(
            case when measure = 'visitor_days' then change_in_window else 0 end
        ) as bigint) as visitor_days_in_window,
        cast(sum(case when measure = 'active_days' then change else 0 end) as bigint)
            as active_days,
        cast(sum(
            case when measure = 'active_days' then change_in_window else 0 end
        ) as bigint) as active_days_in_window,
        cast(sum(case when measure = 'active_months' then change else 0 end) as bigint)
            as active_months,
        cast(sum(
            case when measure = 'active_months' then change_in_window else 0 end
        ) as bigint) as active_months_in_window,
        cast(sum(case when measure = 'active_weeks' then change else 0 end) as bigint)
            as active_weeks,
        cast(sum(
            case when measure = 'active_weeks' then change_in_window else 0 end
        ) as bigint) as active_weeks_in_window,
        cast(sum(case when measure = 'minutes' then change else 0 end) as bigint) as minutes,
        cast(sum(
            case when measure = 'minutes' then change_in_window else 0 end
        ) as bigint) as minutes_in_window,
        cast(sum(case when measure = 'events' then change else 0 end) as bigint) as events,
        cast(sum(
            case when measure = 'events' then change_in_window else 0 end
        ) as bigint) as events_in_window
    from changes
    group by 1, 2, 3
),

final as (
    select
        added_up.*,
        account_weeks.first_event_on,
        account_weeks.last_event_on
    from added_up
    left join account_weeks
        on
            added_up.source = account_weeks.source
            and added_up.product_account_id = account_weeks.product_account_id
            and added_up.effective_week = {{ days_after('account_weeks.usage_week', 7) }}
)

select * from final
