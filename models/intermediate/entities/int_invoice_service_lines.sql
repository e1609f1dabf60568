{{ config(materialized='view') }}

with line_items as (
    select
        line_item_id,
        invoice_id,
        subscription_id,
        plan_id,
        coalesce(is_proration, false) as is_proration,
        lower(currency) as currency,
        amount,
        period_start_at,
        period_end_at,
        {{ hours_between('period_start_at', 'period_end_at') }} as service_hours
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

prices as (
    select
        price_id,
        lower(recurring_interval) as recurring_interval,
        recurring_interval_count
    from {{ ref('stg_stripe__prices') }}
    where rejection_reason is null
),

plans as (
    select
        plan_id,
        lower(recurring_interval) as recurring_interval,
        recurring_interval_count
    from {{ ref('stg_stripe__plans') }}
    where rejection_reason is null
),

-- The term that the price names: months, or null where it counts days or weeks or is not known.
priced as (
    select
        line_items.*,
        coalesce(prices.recurring_interval, plans.recurring_interval) in ('day', 'week')
            as is_by_days,
        case coalesce(prices.recurring_interval, plans.recurring_interval)
            when 'month' then 1
            when 'year' then 12
        end
        * coalesce(prices.recurring_interval_count, plans.recurring_interval_count, 1)
            as price_months,
        floor(line_items.service_hours / 730.5 + 0.5) as nearest_months
    from line_items
    left join prices on line_items.plan_id = prices.price_id
    left join plans on line_items.plan_id = plans.plan_id
),

-- From a day to the same day of a later month, in either direction (31 January to 28 February,
-- 28 February to 31 March); a day's difference is a time zone, or an end that names the last day.
measured as (
    select
        *,
        nearest_months >= 1
        and not coalesce(is_by_days, false)
        and least(
            abs({{ hours_between(
                months_after('period_start_at', 'nearest_months'), 'period_end_at'
            ) }}),
            abs({{ hours_between(
                'period_start_at', months_after('period_end_at', '-nearest_months')
            ) }})
        ) <= 24 as is_whole
    from priced
),

-- What a subscription that names no price was invoiced for as a whole.
usual_terms as (
    select
        subscription_id,
        min(nearest_months) as usual_months
    from measured
    where is_whole and not is_proration and subscription_id is not null
    group by 1
),

whole_lines as (
    select
        subscription_id,
        period_start_at,
        period_end_at,
        service_hours,
        nearest_months
    from measured
    where is_whole and not is_proration and subscription_id is not null
),

-- A part lies in the term that was invoiced as a whole, the shortest where several hold it.
enclosed as (
    select
        parts.subscription_id,
        parts.period_start_at,
        parts.period_end_at,
        whole_lines.nearest_months as term_months,
        whole_lines.service_hours as term_hours,
        row_number() over (
            partition by parts.subscription_id, parts.period_start_at, parts.period_end_at
            order by whole_lines.service_hours, whole_lines.period_start_at
        ) as term_rank
    from (
        select distinct
            subscription_id,
            period_start_at,
            period_end_at
        from measured
        where is_proration or not is_whole
    ) as parts
    inner join whole_lines
        on
            parts.subscription_id = whole_lines.subscription_id
            and parts.period_start_at >= whole_lines.period_start_at
            and parts.period_end_at <= whole_lines.period_end_at
),

-- Service that begins where another line's ended begins a term.
ends as (
    select distinct
        subscription_id,
        cast(period_end_at as date) as ended_on
    from measured
    where subscription_id is not null and not is_proration
),

placed as (
    select
        measured.*,
        enclosed.term_months,
        enclosed.term_hours,
        ends.subscription_id is not null and not measured.is_proration as begins_term,
        coalesce(measured.price_months, usual_terms.usual_months) as months_of_term
    from measured
    left join usual_terms on measured.subscription_id = usual_terms.subscription_id
    left join enclosed
        on
            measured.subscription_id = enclosed.subscription_id
            and measured.period_start_at = enclosed.period_start_at
            and measured.period_end_at = enclosed.period_end_at
            and enclosed.term_rank = 1
    left join ends
        on
            measured.subscription_id = ends.subscription_id
            and cast(measured.period_start_at as date) = ends.ended_on
),

shares as (
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
        case
            when is_whole and not is_proration then nearest_months
            when term_hours > 0 then term_months * service_hours / term_hours
            when is_by_days or months_of_term is null then service_hours / 730.5
            when begins_term
                then
                    months_of_term * service_hours
                    / ({{ hours_between(
                        'period_start_at', months_after('period_start_at', 'months_of_term')
                    ) }})
            else
                months_of_term * service_hours
                / ({{ hours_between(
                    months_after('period_end_at', '-months_of_term'), 'period_end_at'
                ) }})
        end as service_months
    from placed
),

final as (
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
        {{ round_to('service_months', 9) }} as service_months
    from shares
)

select * from final
