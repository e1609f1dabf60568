with visitor_weeks as (
    select
        product_account_id,
        visitor_id,
        usage_week,
        sum_events,
        sum_minutes,
        is_active_day_1,
        is_active_day_2,
        is_active_day_3,
        is_active_day_4,
        is_active_day_5,
        is_active_day_6,
        is_active_day_7
    from {{ ref('int_usage_visitor_weeks') }}
    where rejection_reason is null
),

account_keys as (
    select
        source_account_key as product_account_id,
        account_id
    from {{ ref('int_account_keys') }}
    where source = 'pendo' and match_status = 'matched'
),

-- One CRM account may have several product accounts: a visitor in two of them is one user.
visitor_days as (
    select
        account_keys.account_id,
        visitor_weeks.usage_week,
        visitor_weeks.visitor_id,
        sum(visitor_weeks.sum_events) as events,
        {%- for day in [1, 2, 3, 4, 5, 6, 7] %}
            max(visitor_weeks.is_active_day_{{ day }}) as is_active_day_{{ day }},
        {%- endfor %}
        sum(visitor_weeks.sum_minutes) as minutes
    from visitor_weeks
    inner join account_keys on visitor_weeks.product_account_id = account_keys.product_account_id
    group by 1, 2, 3
),

final as (
    select
        account_id,
        usage_week,
        count(visitor_id) as active_users,
        cast(sum(
            case
                when visitor_id is not null
                    then
                        is_active_day_1 + is_active_day_2 + is_active_day_3 + is_active_day_4
                        + is_active_day_5 + is_active_day_6 + is_active_day_7
                else 0
            end
        ) as bigint) as user_days,
        max(is_active_day_1) + max(is_active_day_2) + max(is_active_day_3) + max(is_active_day_4)
        + max(is_active_day_5) + max(is_active_day_6) + max(is_active_day_7) as active_days,
        cast(sum(events) as bigint) as events,
        cast(sum(case when visitor_id is not null then events else 0 end) as bigint) as user_events,
        cast(sum(minutes) as bigint) as minutes
    from visitor_days
    group by 1, 2
)

select * from final
