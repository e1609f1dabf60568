{{ config(materialized='view') }}

with items as (
    {{ union_branches('int_subscription_items', [
        'source',
        'subscription_id',
        'current_period_start_at',
        'current_period_end_at',
        'recurring_interval',
        'recurring_interval_count',
    ]) }}
),

line_items as (
    {{ union_branches('int_invoice_lines', [
        'source',
        'subscription_id',
        'period_start_at',
        'period_end_at',
    ]) }}
    where is_recurring and not is_proration and subscription_id is not null
),

-- the items of today: they carry no history, and serve only where the version itself is silent
item_terms as (
    select
        source,
        subscription_id,
        max(current_period_start_at) as current_period_start_at,
        max(current_period_end_at) as current_period_end_at,
        max(
            case recurring_interval
                when 'year' then 12 * coalesce(recurring_interval_count, 1)
                when 'month' then coalesce(recurring_interval_count, 1)
                when 'week' then 0
                when 'day' then 0
            end
        ) as plan_months
    from items
    group by 1, 2
),

line_terms as (
    select
        source,
        subscription_id,
        max({{ service_months('period_start_at', 'period_end_at') }}) as line_months
    from line_items
    group by 1, 2
),

-- What the plan says goes before what was invoiced.
final as (
    select
        coalesce(item_terms.source, line_terms.source) as source,
        coalesce(item_terms.subscription_id, line_terms.subscription_id) as subscription_id,
        item_terms.current_period_start_at,
        item_terms.current_period_end_at,
        coalesce(item_terms.plan_months, line_terms.line_months) as term_months
    from item_terms
    full outer join line_terms
        on
            item_terms.source = line_terms.source
            and item_terms.subscription_id = line_terms.subscription_id
)

select * from final
