with visitor_weeks as (
    select
        source,
        product_account_id,
        visitor_id,
        is_known_visitor,
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

feature_weeks as (
    select
        source,
        product_account_id,
        usage_week,
        sum_events
    from {{ ref('int_usage_feature_weeks') }}
    where rejection_reason is null
),

speaking_keys as (
    select
        source,
        product_account_id,
        account_id,
        valid_from,
        valid_to
    from {{ ref('int_speaking_product_keys') }}
),

-- One CRM account may have several product accounts: a visitor in two of them is one user. Of
-- several sources one speaks for a week, so that nothing counts twice.
visitor_days as (
    select
        speaking_keys.account_id,
        visitor_weeks.usage_week,
        case when visitor_weeks.is_known_visitor then visitor_weeks.visitor_id end as visitor_id,
        sum(visitor_weeks.sum_events) as events,
        max(visitor_weeks.is_active_day_1) as is_active_day_1,
        max(visitor_weeks.is_active_day_2) as is_active_day_2,
        max(visitor_weeks.is_active_day_3) as is_active_day_3,
        max(visitor_weeks.is_active_day_4) as is_active_day_4,
        max(visitor_weeks.is_active_day_5) as is_active_day_5,
        max(visitor_weeks.is_active_day_6) as is_active_day_6,
        max(visitor_weeks.is_active_day_7) as is_active_day_7,
        sum(visitor_weeks.sum_minutes) as minutes
    from visitor_weeks
    inner join speaking_keys
        on
            visitor_weeks.source = speaking_keys.source
            and visitor_weeks.product_account_id = speaking_keys.product_account_id
            and visitor_weeks.usage_week >= speaking_keys.valid_from
            and visitor_weeks.usage_week < speaking_keys.valid_to
    group by 1, 2, 3
),

account_use as (
    select
        account_id,
        usage_week,
        count(visitor_id) as active_users,
        sum(
            case
                when visitor_id is not null
                    then
                        is_active_day_1 + is_active_day_2 + is_active_day_3 + is_active_day_4
                        + is_active_day_5 + is_active_day_6 + is_active_day_7
            end
        ) as user_days,
        max(is_active_day_1) + max(is_active_day_2) + max(is_active_day_3) + max(is_active_day_4)
        + max(is_active_day_5) + max(is_active_day_6) + max(is_active_day_7) as active_days,
        sum(events) as events,
        sum(case when visitor_id is not null then events end) as user_events,
        sum(minutes) as minutes,
        sum(case when visitor_id is not null then minutes end) as user_minutes
    from visitor_days
    group by 1, 2
),

feature_use as (
    select
        speaking_keys.account_id,
        feature_weeks.usage_week,
        sum(feature_weeks.sum_events) as feature_uses
    from feature_weeks
    inner join speaking_keys
        on
            feature_weeks.source = speaking_keys.source
            and feature_weeks.product_account_id = speaking_keys.product_account_id
            and feature_weeks.usage_week >= speaking_keys.valid_from
            and feature_weeks.usage_week < speaking_keys.valid_to
    group by 1, 2
),

-- Feature events that landed without the events they belong to are use all the same.
final as (
    select
        coalesce(account_use.account_id, feature_use.account_id) as account_id,
        coalesce(account_use.usage_week, feature_use.usage_week) as usage_week,
        cast(coalesce(account_use.active_users, 0) as bigint) as active_users,
        cast(coalesce(account_use.user_days, 0) as bigint) as user_days,
        cast(coalesce(account_use.active_days, 0) as bigint) as active_days,
        cast(coalesce(account_use.events, 0) as bigint) as events,
        cast(coalesce(account_use.user_events, 0) as bigint) as user_events,
        cast(coalesce(account_use.minutes, 0) as bigint) as minutes,
        cast(coalesce(account_use.user_minutes, 0) as bigint) as user_minutes,
        cast(coalesce(feature_use.feature_uses, 0) as bigint) as feature_uses
    from account_use
    full outer join feature_use
        on
            account_use.account_id = feature_use.account_id
            and account_use.usage_week = feature_use.usage_week
)

select * from final
