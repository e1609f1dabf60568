with service_lines as (
    select
        source,
        line_number,
        line_item_id,
        invoice_id,
        subscription_id,
        coalesce(plan_id, 'none') as plan_id,
        is_proration,
        currency,
        amount,
        period_start_at,
        period_end_at,
        service_hours,
        term_months,
        term_amount
    from {{ ref('int_invoice_service_lines') }}
),

invoices as (
    select
        source,
        invoice_id,
        account_id,
        subscription_id,
        currency,
        created_at,
        voided_at,
        rejection_reason,
        coalesce(status, '') = 'draft' or (status = 'void' and voided_at is null) as is_unused
    from {{ ref('int_invoices') }}
),

subscriptions as (
    select
        source,
        subscription_id,
        account_id,
        valid_from,
        valid_to,
        is_in_force
    from {{ ref('int_subscriptions') }}
),

currency_rates as (
    select
        currency,
        rate_to_base,
        minor_units
    from {{ ref('currency_rates') }}
),

known_subscriptions as (
    select distinct
        source,
        subscription_id
    from subscriptions
),

-- A line that names no known subscription speaks while any of its account is in force.
payers as (
    select
        source,
        subscription_id as payer,
        valid_from,
        valid_to,
        is_in_force
    from subscriptions

    union all

    select
        source,
        'account ' || account_id as payer,
        valid_from,
        valid_to,
        is_in_force
    from subscriptions
    where account_id is not null
),

known_payers as (
    select distinct
        source,
        payer
    from payers
),

-- Versions that follow one another in force are one span.
in_force_versions as (
    select
        source,
        payer,
        valid_from,
        valid_to,
        case
            when
                max(valid_to) over (
                    partition by source, payer
                    order by valid_from, valid_to
                    rows between unbounded preceding and 1 preceding
                ) >= valid_from
                then 0
            else 1
        end as begins_span
    from payers
    where is_in_force
),

numbered_versions as (
    select
        source,
        payer,
        valid_from,
        valid_to,
        sum(begins_span) over (
            partition by source, payer
            order by valid_from, valid_to
            rows between unbounded preceding and current row
        ) as span_number
    from in_force_versions
),

in_force as (
    select
        source,
        payer,
        {{ days_after('min(valid_from)', 1) }} as in_force_from,
        {{ days_after('max(valid_to)', 1) }} as in_force_to
    from numbered_versions
    group by source, payer, span_number
),

annualised as (
    select
        service_lines.source,
        service_lines.line_number,
        service_lines.line_item_id,
        service_lines.invoice_id,
        invoices.account_id,
        coalesce(known_subscriptions.subscription_id, 'none') as subscription_id,
        coalesce(known_subscriptions.subscription_id, 'account ' || invoices.account_id) as payer,
        service_lines.plan_id,
        service_lines.is_proration,
        service_lines.period_start_at,
        service_lines.period_end_at,
        service_lines.service_hours,
        service_lines.term_months,
        invoices.created_at,
        invoices.voided_at,
        -- service that was over when it was invoiced
        not service_lines.is_proration and service_lines.period_end_at <= invoices.created_at
            as is_in_arrears,
        cast(service_lines.amount as {{ type_double() }})
        / currency_rates.minor_units * currency_rates.rate_to_base as invoiced_amount,
        cast(service_lines.term_amount as {{ type_double() }})
        / currency_rates.minor_units * currency_rates.rate_to_base
        / service_lines.term_months * 12 as annual_recurring_revenue,
        case
            when invoices.invoice_id is null or invoices.is_unused then 'unused_invoice'
            when invoices.rejection_reason is not null then invoices.rejection_reason
            when currency_rates.currency is null then 'unknown_currency'
            when invoices.account_id is null then 'unknown_account'
        end as rejection_reason
    from service_lines
    left join invoices
        on
            service_lines.source = invoices.source
            and service_lines.invoice_id = invoices.invoice_id
    left join currency_rates
        on
            coalesce(service_lines.currency, invoices.currency, '*')
            = lower(currency_rates.currency)
    left join known_subscriptions
        on
            service_lines.source = known_subscriptions.source
            and coalesce(service_lines.subscription_id, invoices.subscription_id)
            = known_subscriptions.subscription_id
),

bills as (
    select
        source,
        account_id,
        subscription_id,
        plan_id,
        period_end_at,
        min(created_at) as billed_at
    from annualised
    where not is_proration and account_id is not null
    group by source, account_id, subscription_id, plan_id, period_end_at
),

next_bills as (
    select
        source,
        account_id,
        subscription_id,
        plan_id,
        period_end_at,
        lead(billed_at) over (
            partition by source, account_id, subscription_id, plan_id order by period_end_at
        ) as next_billed_at
    from bills
),

with_next_terms as (
    select
        *,
        case
            when term_months = floor(term_months)
                then {{ months_after('created_at', 'term_months') }}
            else cast(
                {{ days_after('created_at', 'ceil(service_hours / 24)') }} as {{ type_time() }}
            )
        end as next_term_ends_at
    from annualised
),

-- What was billed in arrears speaks until the next bill, and for as long again as its term at most.
spoken_for as (
    select
        annualised.*,
        case
            when annualised.is_in_arrears then annualised.created_at
            else {{ greatest_of(['annualised.period_start_at', 'annualised.created_at']) }}
        end as known_at,
        case
            when not annualised.is_in_arrears then annualised.period_end_at
            else {{ least_of(['next_bills.next_billed_at', 'annualised.next_term_ends_at']) }}
        end as spoken_until
    from with_next_terms as annualised
    left join next_bills
        on
            annualised.source = next_bills.source
            and annualised.account_id = next_bills.account_id
            and annualised.subscription_id = next_bills.subscription_id
            and annualised.plan_id = next_bills.plan_id
            and annualised.period_end_at = next_bills.period_end_at
),

-- Known from the day after the invoice was made; gone the day after service or invoice ended.
dated as (
    select
        source,
        line_number,
        line_item_id,
        invoice_id,
        account_id,
        subscription_id,
        payer,
        is_proration,
        {{ days_after('known_at', 1) }} as known_from,
        {{ days_after(least_of(['spoken_until', 'voided_at']), 1) }} as known_to,
        invoiced_amount,
        annual_recurring_revenue,
        rejection_reason
    from spoken_for
),

-- Nothing is revenue while no subscription is in force. Where none was ever known, invoices speak
-- by themselves.
cut as (
    select
        dated.*,
        case
            when in_force.in_force_from > dated.known_from then in_force.in_force_from
            else dated.known_from
        end as valid_from,
        case
            when in_force.in_force_to < dated.known_to then in_force.in_force_to
            else dated.known_to
        end as valid_to,
        known_payers.payer is not null and in_force.payer is null as is_not_in_force
    from dated
    left join known_payers
        on
            dated.source = known_payers.source
            and dated.payer = known_payers.payer
    left join in_force
        on
            dated.source = in_force.source
            and dated.payer = in_force.payer
            and dated.known_from < in_force.in_force_to
            and dated.known_to > in_force.in_force_from
),

final as (
    select
        source,
        line_number,
        row_number() over (partition by line_number order by valid_from) as piece_number,
        line_item_id,
        invoice_id,
        account_id,
        subscription_id,
        is_proration,
        valid_from,
        valid_to,
        invoiced_amount,
        annual_recurring_revenue,
        case
            when rejection_reason is not null then rejection_reason
            when known_from >= known_to then 'ended_before_known'
            when is_not_in_force then 'not_in_force'
        end as rejection_reason
    from cut
)

select * from final
