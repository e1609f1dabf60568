{{ config(materialized='view') }}

with landed_lines as (
    {{ union_branches('int_invoice_lines', [
        'source',
        'line_item_id',
        'invoice_id',
        'subscription_id',
        'plan_id',
        'is_proration',
        'is_recurring',
        'currency',
        'quantity',
        'amount',
        'period_start_at',
        'period_end_at',
    ]) }}
),

line_items as (
    select
        source,
        row_number() over (order by source, invoice_id, line_item_id, period_start_at)
            as line_number,
        line_item_id,
        invoice_id,
        subscription_id,
        plan_id,
        is_proration,
        currency,
        quantity,
        amount,
        period_start_at,
        period_end_at,
        {{ hours_between('period_start_at', 'period_end_at') }} as service_hours
    from landed_lines
    where (is_proration or is_recurring) and period_end_at > period_start_at
),

prices as (
    {{ union_branches('int_prices', [
        'source',
        'plan_id',
        'unit_amount',
        'recurring_interval',
        'recurring_interval_count',
    ]) }}
),

-- A plan may have landed as a price too.
intervals as (
    select
        source,
        plan_id,
        max(unit_amount) as unit_amount,
        max(
            case recurring_interval when 'month' then 1 when 'year' then 12 end
            * case when recurring_interval_count > 0 then recurring_interval_count else 1 end
        ) as price_months,
        max(
            case recurring_interval when 'day' then 24 when 'week' then 168 end
            * case when recurring_interval_count > 0 then recurring_interval_count else 1 end
        ) as price_hours
    from prices
    group by 1, 2
),

-- Weeks are weeks by their price; without one, by their length.
priced as (
    select
        line_items.*,
        intervals.price_months,
        case
            when intervals.price_months is not null then null
            when intervals.price_hours is not null then intervals.price_hours
            when
                not line_items.is_proration
                and abs(
                    line_items.service_hours - 168 * floor(line_items.service_hours / 168 + 0.5)
                ) <= 2
                then 168 * floor(line_items.service_hours / 168 + 0.5)
        end as term_hours,
        intervals.price_hours is not null as is_by_days,
        cast(intervals.unit_amount as {{ type_double() }}) * coalesce(line_items.quantity, 1)
            as list_amount,
        floor(line_items.service_hours / {{ hours_of_a_month() }} + 0.5) as nearest_months
    from line_items
    left join intervals
        on
            line_items.source = intervals.source
            and line_items.plan_id = intervals.plan_id
),

-- From a day to the same day of a later month, in either direction: 31 January to 28 February,
-- 28 February to 31 March.
compared as (
    select
        *,
        {{ hours_between(months_after('period_start_at', 'nearest_months'), 'period_end_at') }}
            as hours_off_forward,
        {{ hours_between('period_start_at', months_after('period_end_at', '-nearest_months')) }}
            as hours_off_backward
    from priced
),

-- The clock may have changed in between. Where no price tells the term, an end may name the last
-- day.
measured as (
    select
        *,
        not is_by_days
        and nearest_months >= coalesce(price_months, 1)
        and {{ least_of(['abs(hours_off_forward)', 'abs(hours_off_backward)']) }}
        <= case when price_months is null then 24 else 2 end as is_whole
    from compared
),

whole_lines as (
    select
        source,
        subscription_id,
        plan_id,
        period_start_at,
        period_end_at,
        service_hours,
        nearest_months,
        amount
    from measured
    where is_whole and not is_proration and subscription_id is not null
),

-- What is left of a term ends with it: the term that was invoiced as a whole, best at its price.
enclosed as (
    select
        parts.line_number,
        whole_lines.nearest_months as months,
        whole_lines.service_hours as hours,
        case when parts.plan_id = whole_lines.plan_id then whole_lines.amount end as amount,
        row_number() over (
            partition by parts.line_number
            order by
                case when parts.plan_id = whole_lines.plan_id then 0 else 1 end,
                case when parts.price_months = whole_lines.nearest_months then 0 else 1 end,
                whole_lines.service_hours,
                whole_lines.amount
        ) as term_rank
    from measured as parts
    inner join whole_lines
        on
            parts.source = whole_lines.source
            and parts.subscription_id = whole_lines.subscription_id
            and parts.period_end_at = whole_lines.period_end_at
            and parts.period_start_at >= whole_lines.period_start_at
    where (parts.is_proration or not parts.is_whole) and not parts.is_by_days
),

-- Service that begins where paid service ended begins a term.
ends as (
    select distinct
        source,
        subscription_id,
        period_end_at as ended_at
    from measured
    where subscription_id is not null and not is_proration and amount > 0
),

placed as (
    select
        measured.*,
        enclosed.months as enclosing_months,
        enclosed.hours as enclosing_hours,
        coalesce(enclosed.amount, measured.list_amount) as whole_amount,
        ends.subscription_id is not null and not measured.is_proration as begins_term,
        case
            when measured.service_hours > {{ hours_of_a_month() }} * measured.price_months
                then ceil(measured.service_hours / {{ hours_of_a_month() }})
            else coalesce(
                measured.price_months, ceil(measured.service_hours / {{ hours_of_a_month() }})
            )
        end as months_of_part
    from measured
    left join enclosed
        on measured.line_number = enclosed.line_number and enclosed.term_rank = 1
    left join ends
        on
            measured.source = ends.source
            and measured.subscription_id = ends.subscription_id
            and measured.period_start_at = ends.ended_at
),

-- The term that each line is a share of.
shared as (
    select
        *,
        case
            when is_by_days then term_hours / {{ hours_of_a_month() }}
            when is_whole and not is_proration then nearest_months
            when enclosing_hours > 0 then enclosing_months
            when term_hours > 0 then term_hours / {{ hours_of_a_month() }}
            else months_of_part
        end as term_months,
        case
            when is_by_days and abs(service_hours - term_hours) <= 2 then 1
            when is_by_days then service_hours / term_hours
            when is_whole and not is_proration then 1
            when enclosing_hours > 0 then service_hours / enclosing_hours
            when term_hours > 0 then 1
            when begins_term
                then service_hours / ({{ hours_between(
                    'period_start_at', months_after('period_start_at', 'months_of_part')
                ) }})
            else service_hours / ({{ hours_between(
                months_after('period_end_at', '-months_of_part'), 'period_end_at'
            ) }})
        end as share_of_term
    from placed
),

-- A share is billed in whole cents: where that explains the difference, the whole is the price.
final as (
    select
        source,
        line_number,
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
        {{ round_to('term_months * share_of_term', 9) }} as service_months,
        term_months,
        case
            when share_of_term < 1 and abs(abs(amount) - whole_amount * share_of_term) <= 1
                then case when amount < 0 then -whole_amount else whole_amount end
            else amount / share_of_term
        end as term_amount
    from shared
)

select * from final
