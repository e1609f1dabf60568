with line_items as (
    select
        invoice_id,
        subscription_id,
        coalesce(is_proration, false) as is_proration,
        lower(currency) as currency,
        amount,
        period_start_at,
        period_end_at
    from {{ ref('stg_stripe__invoice_line_items') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and (
            coalesce(is_proration, false)
            or coalesce(line_type, case when subscription_id is not null then 'subscription' end)
            = 'subscription'
        )
        and period_end_at > period_start_at
),

invoices as (
    select
        invoice_id,
        account_id,
        subscription_id,
        status,
        currency,
        created_at,
        voided_at
    from {{ ref('int_invoices') }}
    where
        rejection_reason is null
        and coalesce(status, '') <> 'draft'
        and (coalesce(status, '') <> 'void' or voided_at is not null)
),

subscriptions as (
    select
        subscription_id,
        max(ended_at) as ended_at
    from {{ ref('int_subscriptions') }}
    group by 1
),

currency_rates as (
    select
        currency,
        rate_to_base,
        minor_units
    from {{ ref('currency_rates') }}
),

-- prorations count over their own period: the credit and the new charge add up to the change
annualised as (
    select
        invoices.account_id,
        line_items.invoice_id,
        coalesce(line_items.subscription_id, invoices.subscription_id, 'none') as subscription_id,
        line_items.is_proration,
        line_items.period_start_at,
        line_items.period_end_at,
        invoices.created_at,
        invoices.voided_at,
        cast(line_items.amount as {{ type_double() }})
        / currency_rates.minor_units * currency_rates.rate_to_base as invoiced_amount,
        case
            when line_items.is_proration
                then
                    {{ hours_between('line_items.period_start_at', 'line_items.period_end_at') }}
                    / 730.5
            else {{ service_months('line_items.period_start_at', 'line_items.period_end_at') }}
        end as service_months
    from line_items
    inner join invoices on line_items.invoice_id = invoices.invoice_id
    inner join currency_rates
        on coalesce(line_items.currency, invoices.currency, '*') = lower(currency_rates.currency)
),

-- known from the day after the invoice was made; gone the day after service or invoice ended
dated as (
    select
        annualised.account_id,
        annualised.invoice_id,
        annualised.subscription_id,
        annualised.is_proration,
        {{ days_after('greatest(annualised.period_start_at, annualised.created_at)', 1) }}
            as valid_from,
        {{ days_after(
            'least(annualised.period_end_at, annualised.voided_at, subscriptions.ended_at)', 1
        ) }} as valid_to,
        annualised.invoiced_amount,
        annualised.invoiced_amount / annualised.service_months * 12 as annual_recurring_revenue
    from annualised
    left join subscriptions on annualised.subscription_id = subscriptions.subscription_id
),

final as (
    select
        invoice_id,
        subscription_id,
        is_proration,
        valid_from,
        valid_to,
        account_id,
        sum(invoiced_amount) as invoiced_amount,
        sum(annual_recurring_revenue) as annual_recurring_revenue
    from dated
    where valid_from < valid_to
    group by 1, 2, 3, 4, 5, 6
)

select * from final
