with revenue_lines as (
    select
        source,
        invoice_id,
        subscription_id,
        is_proration,
        valid_from,
        valid_to,
        account_id,
        piece_number,
        invoiced_amount,
        annual_recurring_revenue
    from {{ ref('int_revenue_lines') }}
    where rejection_reason is null
),

-- A line that a pause cuts in pieces is counted with the first.
final as (
    select
        source,
        invoice_id,
        subscription_id,
        is_proration,
        valid_from,
        valid_to,
        account_id,
        cast(count(case when piece_number = 1 then 1 end) as bigint) as n_lines,
        sum(invoiced_amount) as invoiced_amount,
        sum(annual_recurring_revenue) as annual_recurring_revenue
    from revenue_lines
    group by 1, 2, 3, 4, 5, 6, 7
)

select * from final
