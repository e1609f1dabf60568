with line_items as (
    select
        line_item_id,
        invoice_id,
        subscription_id,
        plan_id,
        is_proration,
        currency,
        amount,
        period_start_at,
        period_end_at,
        service_hours,
        service_months
    from {{ ref('int_invoice_service_lines') }}
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

in_force as (
    select
        subscription_id,
        {{ days_after('valid_from', 1) }} as in_force_from,
        {{ days_after('valid_to', 1) }} as in_force_to
    from {{ ref('int_subscriptions') }}
    where is_in_force
),

currency_rates as (
    select
        currency,
        rate_to_base,
        minor_units
    from {{ ref('currency_rates') }}
),

-- A part of a term counts by its share of it: the credit and the new charge add up to the change.
annualised as (
    select
        invoices.account_id,
        line_items.invoice_id,
        subscriptions.subscription_id,
        line_items.plan_id,
        line_items.is_proration,
        line_items.period_start_at,
        line_items.period_end_at,
        subscriptions.ended_at,
        invoices.created_at,
        invoices.voided_at,
        -- service that was over when it was invoiced: billed in arrears
        not line_items.is_proration and line_items.period_end_at <= invoices.created_at
            as is_in_arrears,
        cast(line_items.amount as {{ type_double() }})
        / currency_rates.minor_units * currency_rates.rate_to_base as invoiced_amount,
        line_items.service_hours,
        line_items.service_months,
        row_number() over (order by line_items.invoice_id, line_items.line_item_id) as line_number
    from line_items
    inner join invoices on line_items.invoice_id = invoices.invoice_id
    inner join currency_rates
        on coalesce(line_items.currency, invoices.currency, '*') = lower(currency_rates.currency)
    left join subscriptions
        on
            coalesce(line_items.subscription_id, invoices.subscription_id)
            = subscriptions.subscription_id
),

-- What was billed in arrears speaks for as long again as it covers, or until the next such line.
spoken_for as (
    select
        *,
        case
            when is_in_arrears then created_at
            else greatest(period_start_at, created_at)
        end as known_at,
        case
            when is_in_arrears
                then
                    least(
                        case
                            when service_months >= 1
                                then {{ months_after('created_at', 'ceil(service_months)') }}
                            else cast(
                                {{ days_after('created_at', 'ceil(service_hours / 24)') }}
                                as timestamp
                            )
                        end,
                        lead(created_at) over (
                            partition by
                                account_id, subscription_id, plan_id, is_in_arrears
                            order by period_end_at, created_at
                        )
                    )
            else period_end_at
        end as spoken_until
    from annualised
),

-- known from the day after the invoice was made; gone the day after service or invoice ended
dated as (
    select
        line_number,
        account_id,
        invoice_id,
        subscription_id,
        is_proration,
        {{ days_after('known_at', 1) }} as valid_from,
        {{ days_after('least(spoken_until, voided_at, ended_at)', 1) }} as valid_to,
        invoiced_amount,
        invoiced_amount / service_months * 12 as annual_recurring_revenue
    from spoken_for
),

-- Nothing is recurring revenue while its subscription is not in force; an invoice that names none
-- that is known speaks for any.
cut as (
    select
        dated.line_number,
        dated.account_id,
        dated.invoice_id,
        coalesce(dated.subscription_id, 'none') as subscription_id,
        dated.is_proration,
        case
            when in_force.in_force_from > dated.valid_from then in_force.in_force_from
            else dated.valid_from
        end as valid_from,
        case
            when in_force.in_force_to < dated.valid_to then in_force.in_force_to
            else dated.valid_to
        end as valid_to,
        dated.invoiced_amount,
        dated.annual_recurring_revenue
    from dated
    left join in_force
        on
            dated.subscription_id = in_force.subscription_id
            and dated.valid_from < in_force.in_force_to
            and dated.valid_to > in_force.in_force_from
    where dated.subscription_id is null or in_force.subscription_id is not null
),

-- A line that is in force in several spans is one line.
spans as (
    select
        *,
        row_number() over (partition by line_number order by valid_from) as span_number
    from cut
    where valid_from < valid_to
),

final as (
    select
        invoice_id,
        subscription_id,
        is_proration,
        valid_from,
        valid_to,
        account_id,
        cast(sum(case when span_number = 1 then 1 else 0 end) as bigint) as n_lines,
        sum(invoiced_amount) as invoiced_amount,
        sum(annual_recurring_revenue) as annual_recurring_revenue
    from spans
    group by 1, 2, 3, 4, 5, 6
)

select * from final
