with spans as (
    select
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
        product_account_id,
        linked_from
    from {{ ref('int_product_visitors') }}
),

account_weeks as (
    select
        product_account_id,
        usage_week,
        first_event_on,
        last_event_on
    from {{ ref('int_product_account_weeks') }}
),

changes as (
    select
        product_account_id,
        valid_from as effective_week,
        measure,
        case when is_first_sighting then amount else 0 end as change,
        case when valid_from < valid_to then amount else 0 end as change_in_window
    from spans
    union all
    select
        product_account_id,
        valid_to as effective_week,
        measure,
        0 as change,
        -amount as change_in_window
    from spans
    where valid_from < valid_to
    union all
    select
        product_account_id,
        linked_from as effective_week,
        'associated_visitors' as measure,
        1 as change,
        0 as change_in_window
    from linked_visitors
),

added_up as (
    select
        product_account_id,
        effective_week,
        {%- for measure in [
            'associated_visitors',
            'visitor_days',
            'active_days',
            'active_months',
            'active_weeks',
            'minutes',
            'events',
        ] %}
            cast(sum(case when measure = '{{ measure }}' then change else 0 end) as bigint)
                as {{ measure }},
            cast(
                sum(case when measure = '{{ measure }}' then change_in_window else 0 end) as bigint
            ) as {{ measure }}_in_window {%- if not loop.last %},{% endif %}
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
        on
            added_up.product_account_id = account_weeks.product_account_id
            and added_up.effective_week = {{ days_after('account_weeks.usage_week', 7) }}
)

select * from final
