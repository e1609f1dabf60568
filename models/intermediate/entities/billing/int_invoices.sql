with invoices as (
    {{ union_branches('int_invoices', [
        'source',
        'invoice_id',
        'source_account_key',
        'subscription_id',
        'status',
        'currency',
        'created_at',
        'due_at',
        'finalized_at',
        'paid_at',
        'voided_at',
        'uncollectible_at',
        'amount_due',
        'amount_paid',
    ]) }}
),

account_keys as (
    select
        source,
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where match_status = 'matched'
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
        invoices.source,
        invoices.invoice_id,
        account_keys.account_id,
        invoices.source_account_key as customer_id,
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
        invoices.uncollectible_at,
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
                when 'uncollectible' then invoices.uncollectible_at is null
            end,
            false
        ) as is_outcome_undated,
        case when currency_rates.currency is null then 'unknown_currency' end as rejection_reason
    from invoices
    left join account_keys
        on
            invoices.source = account_keys.source
            and invoices.source_account_key = account_keys.source_account_key
    left join currency_rates on coalesce(invoices.currency, '*') = lower(currency_rates.currency)
)

select * from final
