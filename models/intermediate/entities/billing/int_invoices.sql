with invoices as (
    select
        invoice_id,
        customer_id,
        subscription_id,
        status,
        lower(currency) as currency,
        coalesce(created_at, finalized_at, period_start_at, loaded_at) as created_at,
        due_at,
        finalized_at,
        paid_at,
        voided_at,
        marked_uncollectible_at,
        amount_due,
        amount_paid
    from {{ ref('stg_stripe__invoices') }}
    where rejection_reason is null and not coalesce(is_deleted, false)
),

account_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where source = 'stripe' and match_status = 'matched'
),

currency_rates as (
    select
        currency,
        rate_to_base,
        minor_units
    from {{ ref('currency_rates') }}
),

-- due when it says so, else (charged automatically) when finalised; a draft is not due
final as (
    select
        invoices.invoice_id,
        account_keys.account_id,
        invoices.customer_id,
        invoices.subscription_id,
        invoices.status,
        invoices.created_at,
        case
            when coalesce(invoices.status, '') <> 'draft'
                then
                    cast(
                        coalesce(
                            invoices.due_at, invoices.finalized_at, invoices.created_at
                        ) as date
                    )
        end as due_on,
        coalesce(invoices.due_at, invoices.finalized_at, invoices.created_at) as due_at,
        invoices.due_at is null as is_due_at_once,
        invoices.finalized_at,
        invoices.paid_at,
        invoices.voided_at,
        invoices.marked_uncollectible_at as uncollectible_at,
        invoices.currency,
        invoices.amount_due > 0 as is_payable,
        cast(invoices.amount_due as {{ type_double() }})
        / currency_rates.minor_units * currency_rates.rate_to_base as amount_due,
        cast(invoices.amount_paid as {{ type_double() }})
        / currency_rates.minor_units * currency_rates.rate_to_base as amount_paid,
        -- a status without its time: how late the invoice was cannot be known
        coalesce(
            case invoices.status
                when 'paid' then invoices.paid_at is null
                when 'void' then invoices.voided_at is null
                when 'uncollectible' then invoices.marked_uncollectible_at is null
            end,
            false
        ) as is_outcome_undated,
        case when currency_rates.currency is null then 'unknown_currency' end as rejection_reason
    from invoices
    left join account_keys on invoices.customer_id = account_keys.source_account_key
    left join currency_rates on coalesce(invoices.currency, '*') = lower(currency_rates.currency)
)

select * from final
