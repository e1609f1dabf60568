{{ config(materialized='view') }}

with discounts as (
    {{ union_branches('int_discounts', [
        'source',
        'discount_id',
        'subscription_id',
        'source_account_key',
        'percent_off',
        'amount_off',
        'currency',
        'is_for_one_term',
        'started_at',
        'ended_at',
    ]) }}
),

subscriptions as (
    select
        source,
        subscription_id,
        customer_id,
        account_id,
        min(started_at) as started_at,
        max(term_months) as term_months
    from {{ ref('int_subscriptions') }}
    group by 1, 2, 3, 4
),

recurring_revenue as (
    select
        source,
        subscription_id,
        valid_from,
        valid_to,
        invoiced_amount
    from {{ ref('int_recurring_revenue') }}
    where not is_proration
),

currency_rates as (
    select
        currency,
        rate_to_base,
        minor_units
    from {{ ref('currency_rates') }}
),

-- a discount of the whole customer reaches each of its subscriptions
reached as (
    select
        discounts.*,
        subscriptions.account_id,
        subscriptions.subscription_id as reached_subscription_id
    from discounts
    inner join subscriptions
        on
            discounts.source = subscriptions.source
            and discounts.subscription_id = subscriptions.subscription_id

    union all

    select
        discounts.*,
        subscriptions.account_id,
        subscriptions.subscription_id as reached_subscription_id
    from discounts
    inner join subscriptions
        on
            discounts.source = subscriptions.source
            and discounts.source_account_key = subscriptions.customer_id
    where discounts.subscription_id is null
),

-- a coupon for once, without an end, holds for one term
dated as (
    select
        reached.source,
        reached.discount_id,
        reached.account_id,
        reached.reached_subscription_id as subscription_id,
        reached.percent_off,
        cast(reached.amount_off as {{ type_double() }})
        / currency_rates.minor_units * currency_rates.rate_to_base as amount_off,
        coalesce(reached.started_at, subscriptions.started_at) as valid_from,
        coalesce(
            reached.ended_at,
            case
                when reached.is_for_one_term then cast(
                    {{ days_after(
                        'coalesce(reached.started_at, subscriptions.started_at)',
                        'ceil(coalesce(subscriptions.term_months, 1) * ' ~ hours_of_a_month() ~ ' / 24)'
                    ) }} as {{ type_time() }}
                )
            end,
            cast('9999-12-31' as {{ type_time() }})
        ) as valid_to
    from reached
    inner join subscriptions
        on
            reached.source = subscriptions.source
            and reached.reached_subscription_id = subscriptions.subscription_id
    left join currency_rates on coalesce(reached.currency, '*') = lower(currency_rates.currency)
),

-- list of a service period: what was invoiced for it before discounts
list_amounts as (
    select
        source,
        subscription_id,
        cast({{ days_before('valid_from', 1) }} as {{ type_time() }}) as listed_from,
        cast({{ days_before('valid_to', 1) }} as {{ type_time() }}) as listed_to,
        sum(invoiced_amount) as list_amount
    from recurring_revenue
    group by 1, 2, 3, 4
),

-- a fixed amount is a share of each period's list; without a list its share is unknown
split as (
    select
        dated.source,
        dated.discount_id,
        dated.account_id,
        dated.subscription_id,
        {{ greatest_of(['dated.valid_from', 'list_amounts.listed_from']) }} as valid_from,
        {{ least_of(['dated.valid_to', 'list_amounts.listed_to']) }} as valid_to,
        case
            when dated.amount_off >= list_amounts.list_amount then 100
            else 100 * dated.amount_off / nullif(list_amounts.list_amount, 0)
        end as percent_off
    from dated
    left join list_amounts
        on
            dated.source = list_amounts.source
            and dated.subscription_id = list_amounts.subscription_id
            and dated.valid_from < list_amounts.listed_to
            and dated.valid_to > list_amounts.listed_from
    where dated.percent_off is null

    union all

    select
        source,
        discount_id,
        account_id,
        subscription_id,
        valid_from,
        valid_to,
        {{ least_of(['100', 'percent_off']) }} as percent_off
    from dated
    where percent_off is not null
),

final as (
    select
        source,
        subscription_id,
        discount_id,
        valid_from,
        valid_to,
        account_id,
        max(percent_off) as percent_off
    from split
    where valid_from < valid_to
    group by 1, 2, 3, 4, 5, 6
)

select * from final
