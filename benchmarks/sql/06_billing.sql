-- Subscriptions, invoices, recurring revenue and discounts, each with the time in which it held.
create temp table stripe_accounts as
select key as customer_id, account_no
from account_keys
where source = 'stripe' and account_no is not null;

create temp table invoices as
select
    invoice.id as invoice_id,
    stripe_accounts.account_no,
    invoice.subscription_id,
    invoice.status,
    lower(invoice.currency) as currency,
    coalesce(sane(invoice.created), sane(invoice.status_transitions_finalized_at), invoice._fivetran_synced) as created_at,
    coalesce(
        invoice.due_date, sane(invoice.status_transitions_finalized_at), sane(invoice.created), invoice._fivetran_synced
    ) as due_at,
    invoice.due_date is null as is_due_at_once,
    sane(invoice.status_transitions_finalized_at) as finalized_at,
    sane(invoice.status_transitions_paid_at) as paid_at,
    sane(invoice.status_transitions_voided_at) as voided_at,
    sane(invoice.status_transitions_marked_uncollectible_at) as uncollectible_at,
    invoice.amount_due > 0 as is_payable,
    currency_rates.currency is not null as has_rate
from (
    from raw.stripe.invoice
    qualify row_number() over (partition by id order by _fivetran_synced desc nulls last) = 1
) as invoice
left join stripe_accounts using (customer_id)
left join currency_rates on coalesce(lower(invoice.currency), '*') = currency_rates.currency
where
    invoice.id <> ''
    and coalesce(invoice.livemode, true)
    and not coalesce(invoice.is_deleted, false)
    and coalesce(invoice.amount_due >= 0, true)
    and (invoice.created is null or has_happened(invoice.created))
    and (invoice.due_date is null or sane(invoice.due_date) is not null);

create temp table line_items as
select
    row_number() over () as line_no,
    invoice_id,
    subscription_id,
    plan_id,
    type,
    coalesce(proration, false) as is_proration,
    quantity,
    amount,
    lower(currency) as currency,
    period_start as from_at,
    period_end as to_at,
    hours_between(period_start, period_end) as hours
from (
    select * exclude (_fivetran_synced)
    from raw.stripe.invoice_line_item
    where
        invoice_id <> ''
        and amount is not null
        and coalesce(livemode, true)
        and not (amount < 0 and type = 'subscription' and not coalesce(proration, false))
        and (period_start is null or sane(period_start) is not null)
        and (period_end is null or sane(period_end) is not null)
    group by all
);

create temp table plans as
with landed as (
    select id, unit_amount, recurring_interval as period, recurring_interval_count as n, true as is_price
    from (
        from raw.stripe.price
        qualify row_number() over (partition by id order by _fivetran_synced desc nulls last) = 1
    )
    where id <> '' and coalesce(livemode, true) and coalesce(unit_amount >= 0, true)
    union all
    select id, amount, interval, interval_count, false
    from (
        from raw.stripe.plan
        qualify row_number() over (partition by id order by _fivetran_synced desc nulls last) = 1
    )
    where id <> '' and coalesce(livemode, true) and coalesce(amount >= 0, true)
)

select
    id as plan_id,
    max(unit_amount) as unit_amount,
    max(case lower(period) when 'month' then 1 when 'year' then 12 end * if(n > 0, n, 1)) as months,
    max(case lower(period) when 'day' then 24 when 'week' then 168 end * if(n > 0, n, 1)) as hours,
    coalesce(
        max(case period when 'year' then 12 * coalesce(n, 1) when 'month' then coalesce(n, 1) else 0 end)
        filter (is_price and period in ('year', 'month', 'week', 'day')),
        max(case period when 'year' then 12 * coalesce(n, 1) when 'month' then coalesce(n, 1) else 0 end)
        filter (period in ('year', 'month', 'week', 'day'))
    ) as term_months
from landed
group by id;

-- Versions of a subscription, cut at its end and around its trial.
create temp table subscriptions as
with versions as (
    select
        id as subscription_id,
        customer_id,
        status,
        coalesce(sane(start_date), sane(created), sane(current_period_start), _fivetran_synced) as started_at,
        sane(current_period_start) as period_start,
        sane(current_period_end) as period_end,
        case
            when sane(ended_at) is not null then sane(ended_at)
            when status = 'canceled' then coalesce(sane(canceled_at), sane(current_period_end))
        end as ended_at,
        timestamp '1900-01-01' as trial_start,
        sane(trial_end) as trial_end,
        coalesce(_fivetran_start, timestamp '1900-01-01') as version_from,
        _fivetran_end as version_to
    from (
        from raw.stripe.subscription_history
        qualify row_number() over (partition by id, _fivetran_start order by _fivetran_synced desc nulls last) = 1
    )
    where
        id <> ''
        and customer_id <> ''
        and coalesce(livemode, true)
        and coalesce(cast(sane(created) as date) <= getvariable('as_of'), true)
        and (_fivetran_start is null or sane(_fivetran_start) is not null)
),

dated as (
    select
        * exclude (version_from, version_to),
        if(row_number() over ordered = 1, started_at, greatest(version_from, started_at)) as valid_from,
        coalesce(lead(version_from) over ordered, version_to, timestamp '9999-12-31') as valid_to
    from versions
    window ordered as (partition by subscription_id order by version_from)
),

in_force as (
    select
        * exclude (status, valid_to),
        if(ended_at < valid_to, ended_at, valid_to) as valid_to,
        coalesce(trial_start < trial_end, false) as has_trial
    from dated
    where status in ('active', 'past_due', 'canceled')
),

untried as (
    select * replace (if(has_trial, least(valid_to, trial_start), valid_to) as valid_to) from in_force
    union all
    select * replace (greatest(valid_from, trial_end) as valid_from) from in_force where has_trial
),

-- Every version, in force or not, so that a subscription is known.
known as (
    select distinct subscription_id, customer_id from versions
),

-- What is known today of its terms serves where the version itself is silent.
item_terms as (
    select items.subscription_id, max(plans.term_months) as months
    from (select distinct subscription_id, plan_id from raw.stripe.subscription_item where subscription_id <> '') as items
    left join plans using (plan_id)
    group by items.subscription_id
),

line_terms as (
    select subscription_id, max(service_months(from_at, to_at)) as months
    from line_items
    where not is_proration and coalesce(type, 'subscription') = 'subscription' and subscription_id is not null
    group by subscription_id
)

select
    known.subscription_id,
    known.customer_id,
    stripe_accounts.account_no,
    untried.valid_from,
    untried.valid_to,
    untried.started_at,
    untried.ended_at,
    untried.period_start,
    untried.period_end,
    coalesce(service_months(untried.period_start, untried.period_end), item_terms.months, line_terms.months) as term_months
from known
left join untried
    on known.subscription_id = untried.subscription_id and known.customer_id = untried.customer_id
        and untried.valid_from < untried.valid_to
left join stripe_accounts on known.customer_id = stripe_accounts.customer_id
left join item_terms on known.subscription_id = item_terms.subscription_id
left join line_terms on known.subscription_id = line_terms.subscription_id;

-- The term of which each invoice line is a share, and what the whole term costs.
create temp table service_lines as
with priced as (
    select
        line_items.*,
        plans.months as price_months,
        case
            when plans.months is not null then null
            when plans.hours is not null then plans.hours
            when not is_proration and abs(line_items.hours - 168 * floor(line_items.hours / 168 + 0.5)) <= 2
                then 168 * floor(line_items.hours / 168 + 0.5)
        end as term_hours,
        plans.hours is not null as is_by_days,
        cast(plans.unit_amount as double) * coalesce(quantity, 1) as list_amount,
        floor(line_items.hours / 730.5 + 0.5) as nearest_months
    from line_items
    left join plans using (plan_id)
    where
        (is_proration or coalesce(type, if(subscription_id is not null, 'subscription', null)) = 'subscription')
        and to_at > from_at
),

measured as (
    select
        *,
        not is_by_days
        and nearest_months >= coalesce(price_months, 1)
        and least(
            abs(hours_between(months_after(from_at, nearest_months), to_at)),
            abs(hours_between(from_at, months_after(to_at, -nearest_months)))
        ) <= if(price_months is null, 24, 2) as is_whole
    from priced
),

enclosed as (
    select
        parts.line_no,
        wholes.nearest_months as months,
        wholes.hours,
        if(parts.plan_id = wholes.plan_id, wholes.amount, null) as amount
    from measured as parts
    inner join measured as wholes
        on parts.subscription_id = wholes.subscription_id and parts.to_at = wholes.to_at and parts.from_at >= wholes.from_at
            and wholes.is_whole and not wholes.is_proration
    where (parts.is_proration or not parts.is_whole) and not parts.is_by_days
    qualify row_number() over (
        partition by parts.line_no
        order by
            if(parts.plan_id = wholes.plan_id, 0, 1),
            if(parts.price_months = wholes.nearest_months, 0, 1),
            wholes.hours,
            wholes.amount
    ) = 1
),

ends as (
    select distinct subscription_id, to_at as ended_at
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
        if(measured.hours > 730.5 * price_months, ceil(measured.hours / 730.5), coalesce(price_months, ceil(measured.hours / 730.5)))
            as months_of_part
    from measured
    left join enclosed using (line_no)
    left join ends on measured.subscription_id = ends.subscription_id and measured.from_at = ends.ended_at
),

shared as (
    select
        *,
        case
            when is_by_days then term_hours / 730.5
            when is_whole and not is_proration then nearest_months
            when enclosing_hours > 0 then enclosing_months
            when term_hours > 0 then term_hours / 730.5
            else months_of_part
        end as term_months,
        case
            when is_by_days and abs(hours - term_hours) <= 2 then 1
            when is_by_days then hours / term_hours
            when is_whole and not is_proration then 1
            when enclosing_hours > 0 then hours / enclosing_hours
            when term_hours > 0 then 1
            when begins_term then hours / hours_between(from_at, months_after(from_at, months_of_part))
            else hours / hours_between(months_after(to_at, -months_of_part), to_at)
        end as share_of_term
    from placed
)

select
    line_no,
    invoice_id,
    subscription_id,
    coalesce(plan_id, 'none') as plan_id,
    is_proration,
    currency,
    amount,
    from_at,
    to_at,
    hours,
    term_months,
    case
        when share_of_term < 1 and abs(abs(amount) - whole_amount * share_of_term) <= 1
            then if(amount < 0, -whole_amount, whole_amount)
        else amount / share_of_term
    end as term_amount
from shared;

-- Annual recurring revenue of a line, from the day after its invoice until its service or subscription ends.
create temp table recurring_revenue as
with payers as (
    select subscription_id as payer, valid_from, valid_to from subscriptions
    union all
    select 'account ' || account_no, valid_from, valid_to from subscriptions where account_no is not null
),

begun as (
    select
        *,
        if(max(valid_to) over (
            partition by payer order by valid_from, valid_to rows between unbounded preceding and 1 preceding
        ) >= valid_from, 0, 1) as begins_span
    from payers
    where valid_from is not null
),

spans as (
    select payer, cast(min(valid_from) as date) + 1 as from_date, cast(max(valid_to) as date) + 1 as to_date
    from (
        select *, sum(begins_span) over (partition by payer order by valid_from, valid_to rows unbounded preceding) as span
        from begun
    )
    group by payer, span
),

lines as (
    select
        service_lines.*,
        invoices.account_no,
        invoices.created_at,
        invoices.voided_at,
        coalesce(known.subscription_id, 'none') as known_subscription_id,
        coalesce(known.subscription_id, 'account ' || invoices.account_no) as payer,
        not service_lines.is_proration and service_lines.to_at <= invoices.created_at as is_in_arrears,
        cast(service_lines.amount as double) / currency_rates.minor_units * currency_rates.rate_to_base as invoiced_amount,
        cast(service_lines.term_amount as double) / currency_rates.minor_units * currency_rates.rate_to_base
        / service_lines.term_months * 12 as arr,
        not coalesce(coalesce(invoices.status, '') = 'draft' or (invoices.status = 'void' and invoices.voided_at is null), false)
        and invoices.has_rate
        and currency_rates.currency is not null as is_good
    from service_lines
    inner join invoices using (invoice_id)
    left join currency_rates on coalesce(service_lines.currency, invoices.currency, '*') = currency_rates.currency
    left join (select distinct subscription_id from subscriptions) as known
        on coalesce(service_lines.subscription_id, invoices.subscription_id) = known.subscription_id
    where invoices.account_no is not null
),

bills as (
    select
        account_no,
        known_subscription_id,
        plan_id,
        to_at,
        lead(min(created_at)) over (partition by account_no, known_subscription_id, plan_id order by to_at) as next_billed_at
    from lines
    where not is_proration
    group by account_no, known_subscription_id, plan_id, to_at
),

dated as (
    select
        lines.line_no,
        lines.account_no,
        lines.known_subscription_id as subscription_id,
        lines.payer,
        lines.is_proration,
        lines.invoiced_amount,
        lines.arr,
        cast(if(is_in_arrears, lines.created_at, greatest(lines.from_at, lines.created_at)) as date) + 1 as known_from,
        cast(least(
            case
                when not is_in_arrears then lines.to_at
                else least(
                    bills.next_billed_at,
                    if(
                        term_months = floor(term_months),
                        months_after(lines.created_at, term_months),
                        cast(cast(lines.created_at as date) + cast(ceil(hours / 24) as integer) as timestamp)
                    )
                )
            end,
            lines.voided_at
        ) as date) + 1 as known_to
    from lines
    left join bills using (account_no, known_subscription_id, plan_id, to_at)
    where lines.is_good
)

select
    dated.line_no,
    dated.account_no,
    dated.subscription_id,
    dated.is_proration,
    dated.invoiced_amount,
    dated.arr,
    if(spans.from_date > dated.known_from, spans.from_date, dated.known_from) as valid_from,
    if(spans.to_date < dated.known_to, spans.to_date, dated.known_to) as valid_to
from dated
left join (select distinct payer from payers) as known_payers using (payer)
left join spans on dated.payer = spans.payer and dated.known_from < spans.to_date and dated.known_to > spans.from_date
where dated.known_from < dated.known_to and (known_payers.payer is null or spans.payer is not null);

create temp table discounts as
with landed as (
    select id, coupon_id, customer_id, subscription_id, start as started_at, "end" as ended_at
    from raw.stripe.subscription_discount
    where coupon_id <> '' and (start is null or has_happened(start))
    group by all
),

coupons as (
    select id as coupon_id, percent_off, amount_off, lower(currency) as currency, duration
    from (
        from raw.stripe.coupon
        qualify row_number() over (partition by id order by _fivetran_synced desc nulls last) = 1
    )
    where
        id <> ''
        and coalesce(livemode, true)
        and coalesce(percent_off >= 0, true)
        and coalesce(amount_off >= 0, true)
),

contracts as (
    select subscription_id, customer_id, account_no, min(started_at) as started_at, max(term_months) as term_months
    from subscriptions
    group by all
),

-- A discount of the whole customer reaches each of its subscriptions; a coupon for once holds for one term.
reached as (
    select
        coalesce(nullif(landed.id, ''), landed.coupon_id) as discount_id,
        contracts.account_no,
        contracts.subscription_id,
        coupons.percent_off,
        cast(coupons.amount_off as double) / currency_rates.minor_units * currency_rates.rate_to_base as amount_off,
        coalesce(landed.started_at, contracts.started_at) as valid_from,
        coalesce(
            landed.ended_at,
            case
                when coupons.duration = 'once' then cast(
                    cast(coalesce(landed.started_at, contracts.started_at) as date)
                    + cast(ceil(coalesce(contracts.term_months, 1) * 365.25 / 12) as integer) as timestamp
                )
            end,
            timestamp '9999-12-31'
        ) as valid_to
    from landed
    inner join contracts
        on landed.subscription_id = contracts.subscription_id
            or (landed.subscription_id is null and landed.customer_id = contracts.customer_id)
    left join coupons using (coupon_id)
    left join currency_rates on coalesce(coupons.currency, '*') = currency_rates.currency
),

lists as (
    select
        subscription_id,
        cast(valid_from - 1 as timestamp) as valid_from,
        cast(valid_to - 1 as timestamp) as valid_to,
        sum(invoiced_amount) as amount
    from recurring_revenue
    where not is_proration
    group by all
),

-- A fixed amount is a share of each period's list.
split as (
    select
        reached.discount_id,
        reached.account_no,
        reached.subscription_id,
        greatest(reached.valid_from, lists.valid_from) as valid_from,
        least(reached.valid_to, lists.valid_to) as valid_to,
        if(reached.amount_off >= lists.amount, 100, 100 * reached.amount_off / nullif(lists.amount, 0)) as percent_off
    from reached
    left join lists
        on reached.subscription_id = lists.subscription_id
            and reached.valid_from < lists.valid_to and reached.valid_to > lists.valid_from
    where reached.percent_off is null
    union all
    select discount_id, account_no, subscription_id, valid_from, valid_to, least(100, percent_off)
    from reached
    where percent_off is not null
)

select account_no, subscription_id, valid_from, valid_to, max(percent_off) as percent_off
from split
where valid_from < valid_to and account_no is not null
group by discount_id, account_no, subscription_id, valid_from, valid_to;
