-- Billing. Amounts are minor units. Subscriptions reach back to the account's signature, at most three years.

-- Ways of billing that few have: a billing day that moves, in arrears, every four weeks, a first part month.
create or replace temp table billing_way as
with
plain as (
    select company.*, row_number() over (order by chance(a, 0, 0, 'billing way'), a) as r
    from company
    inner join life using (a)
    left join plan_change using (a)
    where r_billing <= n_all - few and term = 'month' and chance(a, 0, 0, 'trial') >= .25
        and life.churned_at is null and plan_change.a is null
        and signed_at < getvariable('window_end') - interval 150 day
),

dealt as (
    select *, (r - 1) // greatest(1, round(n_all * .01))::bigint as group_n from plain
)

select
    a,
    ['moves', 'arrears', 'four_weeks', 'part_month'][1 + group_n] as way,
    -- Nine days into a month of service, two or three months before the end.
    case
        when group_n = 0
            then signed_at + to_months(
                date_diff('month', signed_at, getvariable('window_end'))::int - 3 + (a % 2)::int
            ) + interval 9 day
    end as moved_at
from dealt
where group_n < 4;

create or replace temp table subscription as
with
currencies as (
    select
        company.*,
        case
            when r_billing <= few // 2 + 1 then 'gbp'
            when r_billing <= few // 2 + 1 + several then 'eur'
            -- One customer pays in a currency that the rates do not know.
            when r_billing = few // 2 + several + 2 then 'nok'
            else 'usd'
        end as currency
    from company
    -- A few customers are billed outside Stripe.
    where r_billing <= n_all - few
),

mains as (
    select
        a, 0 as s, case way when 'four_weeks' then way else term end as term, plan, seats, currency,
        signed_at as started_at
    from currencies
    left join billing_way using (a)
    union all
    -- Every twelfth account has an add-on, by the month.
    select
        a, 1, 'month', 'addon', ceil(seats / 4.0)::bigint, currency,
        signed_at + to_days(40 + floor(chance(a, 0, 0, 'add-on') * 300)::int)
    from currencies
    where chance(a, 0, 0, 'has add-on') < .08
)

select
    mains.a,
    s,
    mains.term,
    plan,
    seats,
    currency,
    started_at,
    hex_id('sub_', mains.a, s, 0, 'subscription') as subscription_id,
    hex_id('cus_', mains.a, 0, 0, 'customer') as customer_id,
    hex_id('si_', mains.a, s, 0, 'item') as item_id,
    mains.term = 'year' or chance(mains.a, s, 0, 'collection') < .2 as is_invoiced,
    case
        when mains.term = 'month' and s = 0 and chance(mains.a, s, 0, 'trial') < .25 then started_at + interval 14 day
    end as trial_end,
    case when s = 0 then billing_way.way end as way,
    case when s = 0 then billing_way.moved_at end as moved_at,
    life.notice_at,
    life.ends_at,
    life.churned_at,
    plan_change.new_plan,
    case when s = 0 then plan_change.changed_at end as plan_at
from mains
inner join life using (a)
left join plan_change using (a)
left join billing_way using (a)
where started_at < least(coalesce(life.churned_at, getvariable('window_end')), getvariable('window_end'));

-- Prices by plan, term and currency: a year costs ten months.
create or replace temp table price as
select
    plan || '_' || term || '_' || currency as price_id,
    plan,
    term,
    currency,
    round(
        unit_amount * per_usd * case term when 'year' then 10 when 'four_weeks' then 12 / 13e0 else 1 end
    )::bigint as unit_amount
from (
    select plan, unit_amount from plan_price
    union all
    select 'addon', 900
) as plans
cross join currency
cross join (values ('month'), ('year'), ('four_weeks')) as terms (term);

create or replace table stripe.price as
select
    price_id as id,
    'prod_' || plan as product_id,
    unit_amount,
    case term when 'four_weeks' then 'week' else term end as recurring_interval,
    case term when 'four_weeks' then 4 else 1 end::bigint as recurring_interval_count,
    currency,
    'recurring' as type,
    true as active,
    false as is_deleted,
    getvariable('history_start') as created,
    synced(getvariable('history_start'), hash(price_id) >> 1, 0, 0) as _fivetran_synced
from price;

create or replace table stripe.plan as
select
    price_id as id,
    'prod_' || plan as product_id,
    unit_amount as amount,
    case term when 'four_weeks' then 'week' else term end as interval,
    case term when 'four_weeks' then 4 else 1 end::bigint as interval_count,
    currency,
    true as active,
    false as is_deleted,
    getvariable('history_start') as created,
    synced(getvariable('history_start'), hash(price_id) >> 1, 0, 0) as _fivetran_synced
from price;

create or replace temp table period as
with
counted as (
    select
        *,
        date_diff('month', started_at, coalesce(churned_at, getvariable('window_end'))) as n_months,
        -- A trial, and a month of service that is brought to the first of the month, end before a whole term does.
        case
            when trial_end is not null then trial_end
            when way = 'part_month' then date_trunc('month', started_at) + interval 1 month
        end as first_ends_at,
        -- The period in which the billing day moves keeps its end; the next one begins on the new day.
        date_diff('month', started_at, moved_at - interval 9 day) as moved_k
    from subscription
),

numbered as (
    select
        a, s, k, counted.churned_at,
        case
            when term = 'year' then started_at + to_years(k::int)
            when term = 'four_weeks' then started_at + to_days(28 * k::int)
            when k > moved_k then moved_at + to_months((k - moved_k - 1)::int)
            when k > 0 and first_ends_at is not null then first_ends_at + to_months(k::int - 1)
            else started_at + to_months(k::int)
        end as starts_at,
        case
            when term = 'year' then started_at + to_years(k::int + 1)
            when term = 'four_weeks' then started_at + to_days(28 * (k::int + 1))
            when k > moved_k then moved_at + to_months((k - moved_k)::int)
            when first_ends_at is not null then first_ends_at + to_months(k::int)
            else started_at + to_months(k::int + 1)
        end as ends_at
    from
        counted,
        unnest(
            range(
                case term
                    when 'year' then n_months // 12
                    when 'four_weeks' then n_months * 31 // 28
                    else n_months
                end + 2
            )
        ) as r (k)
)

select a, s, k::int as k, starts_at, ends_at
from numbered
where starts_at < coalesce(churned_at, getvariable('window_end'));

-- Seats bought and given back. By the month, at once; by the year, more seats at once and fewer at the renewal.
create or replace temp table seat_change as
with
decided as (
    select
        weekly.a,
        later(monday(weekly.w), 8 + 100 * chance(weekly.a, weekly.w, 0, 'seat hour')) as decided_at,
        chance(weekly.a, weekly.w, 0, 'seats move') as draw,
        .013 * clip((money_level - .45) / .4, 0, 1) as p_more,
        .013 * clip((.62 - money_level) / .4, 0, 1) as p_fewer,
        subscription.seats,
        subscription.term,
        chance(weekly.a, weekly.w, 1, 'seats move') as size
    from weekly
    inner join subscription on subscription.a = weekly.a and subscription.s = 0
    -- Those with a billing of their own keep their seats.
    where weekly.w >= 0 and subscription.way is null
),

moved as (
    select
        a, decided_at, term,
        case
            when draw < p_more then ceil(seats * (.08 + .3 * size))
            when draw < p_more + p_fewer then -ceil(seats * (.08 + .25 * size))
        end::bigint as seats_added
    from decided
    where draw < p_more + p_fewer
),

effective as (
    select
        moved.a,
        moved.seats_added,
        case when moved.term = 'year' and seats_added < 0 then period.ends_at else decided_at end as effective_at,
        period.k,
        period.starts_at,
        period.ends_at,
        moved.term
    from moved
    inner join period
        on period.a = moved.a and period.s = 0
        and moved.decided_at >= period.starts_at + interval 3 day
        and moved.decided_at < period.ends_at - interval 3 day
    inner join subscription on subscription.a = moved.a and subscription.s = 0
    -- Nothing is bought in a trial.
    where subscription.trial_end is null or period.starts_at >= subscription.trial_end
)

select effective.*
from effective
inner join life using (a)
where effective_at < least(
    coalesce(life.churned_at, getvariable('window_end')), getvariable('window_end')
);

-- Seats from each change on; never less than two.
create or replace temp table seats_from as
with
totals as (
    select
        a, effective_at, seats_added,
        sum(seats_added) over (partition by a order by effective_at, seats_added) as added,
        row_number() over (partition by a order by effective_at, seats_added) as place
    from seat_change
)

select subscription.a, subscription.s, started_at as valid_from, seats from subscription
union all
select totals.a, 0, max(effective_at), max_by(greatest(2, subscription.seats + added), place)::bigint
from totals
inner join subscription on subscription.a = totals.a and subscription.s = 0
group by totals.a, effective_at;

-- Discounts off list, for good or for a year; the ones in poor condition bargain harder.
create or replace temp table coupon as
select * from (
    values
    ('welcome_10', 10.0, null::bigint), ('loyal_15', 15.0, null), ('rescue_25', 25.0, null),
    ('rescue_40', 40.0, null), ('gift_50', null, 5000)
) as c (coupon_id, percent_off, amount_off);

create or replace temp table discount as
with
drawn as (
    select
        subscription.*,
        chance(a, 0, 0, 'discounted') as draw,
        .12 + .9 * clip(.7 - company.mean_level, 0, 1) as p_discount,
        company.mean_level
    from subscription
    inner join company using (a)
    where s = 0
),

given as (
    select
        *,
        case
            when draw < .02 then 'gift_50'
            when chance(a, 1, 0, 'discounted') < mean_level then pick(['welcome_10', 'loyal_15'], draw / p_discount)
            else pick(['loyal_15', 'rescue_25', 'rescue_40'], draw / p_discount)
        end as coupon_id,
        case
            when chance(a, 2, 0, 'discounted') < .6 then started_at
            else later(
                getvariable('window_start'), 168 * getvariable('weeks') * chance(a, 3, 0, 'discounted')
            )
        end as starts_at
    from drawn
    where draw < p_discount
)

select
    a, subscription_id, customer_id, coupon.coupon_id, percent_off, starts_at,
    case
        when coupon.coupon_id = 'gift_50' then starts_at + interval 1 month
        when chance(a, 4, 0, 'discounted') < .3 then starts_at + interval 12 month
    end as ends_at
from given
inner join coupon using (coupon_id)
where starts_at >= started_at and starts_at < coalesce(churned_at, getvariable('window_end'));

create or replace table stripe.coupon as
select
    coupon_id as id,
    percent_off::double as percent_off,
    amount_off,
    case when amount_off is not null then 'usd' end as currency,
    case when amount_off is null then 'forever' else 'once' end as duration,
    true as valid,
    getvariable('history_start') as created,
    synced(getvariable('history_start'), hash(coupon_id) >> 1, 0, 0) as _fivetran_synced
from coupon;

create or replace table stripe.subscription_discount as
select
    hex_id('di_', a, 0, 0, 'discount') as id,
    coupon_id,
    customer_id,
    subscription_id,
    starts_at as start,
    ends_at as "end",
    synced(starts_at, a, 0, 11) as _fivetran_synced
from discount;

-- What is invoiced. kind: period (a service period), seats (seats added in the middle of a year), credit.
create or replace temp table invoice as
with
planned as (
    select
        a, s, k, 'period' as kind, case way when 'arrears' then period.ends_at else period.starts_at end as created_at
    from period
    inner join subscription using (a, s)
    union all
    select a, 0, row_number() over (partition by a order by effective_at)::int, 'seats', effective_at
    from seat_change
    where term = 'year' and seats_added > 0
    union all
    -- A goodwill credit, negative: at least one account has one.
    select a, 0, 0, 'credit', monday(getvariable('weeks') // 2) + interval 34 hours
    from company
    inner join subscription using (a)
    where s = 0 and r_billing between n_all - 3 * few + 1 and n_all - few
)

select
    planned.*,
    row_number() over (order by a, s, kind, k) as invoice_n,
    hex_id('in_', a, s * 1000 + k, hash(kind) >> 1, 'invoice') as invoice_id,
    subscription.* exclude (a, s),
    monday(getvariable('weeks') // 2) as middle
from planned
inner join subscription using (a, s)
where created_at >= subscription.started_at
    and created_at < coalesce(subscription.churned_at, getvariable('window_end'));

-- The price in force when a line starts, in the line's currency.
create or replace temp macro plan_at_time(plan, new_plan, plan_at, t) as
    case when t >= plan_at then new_plan else plan end;

create or replace temp table line as
with
period_lines as (
    select
        invoice.invoice_id, invoice.a, invoice.s, 0 as place,
        'subscription' as type, false as proration,
        period.starts_at as period_start, period.ends_at as period_end,
        seats_from.seats as quantity,
        case
            -- A trial costs nothing, and has a line that says so.
            when invoice.trial_end > period.starts_at then 0.0
            when invoice.way = 'part_month' and period.k = 0
                then (epoch(period.ends_at) - epoch(period.starts_at))
                / (epoch(period.ends_at) - epoch(period.ends_at - interval 1 month))
            else 1.0
        end as fraction,
        period.starts_at as priced_at,
        'Seats' as description
    from invoice
    inner join period
        on period.a = invoice.a and period.s = invoice.s and period.k = invoice.k and invoice.kind = 'period'
    asof inner join seats_from
        on seats_from.a = invoice.a and seats_from.s = invoice.s and seats_from.valid_from <= period.starts_at
),

-- A change in mid-period makes two lines: what is unused of the old, what remains with the new.
changed as (
    select
        seat_change.*,
        case when seat_change.term = 'year' then period.starts_at end as year_start,
        now_seats.seats as seats_after,
        greatest(2, now_seats.seats - seat_change.seats_added) as seats_before
    from seat_change
    inner join period on period.a = seat_change.a and period.s = 0 and period.k = seat_change.k
    asof inner join (select * from seats_from where s = 0) as now_seats
        on now_seats.a = seat_change.a and now_seats.valid_from <= seat_change.effective_at
    where seat_change.effective_at < seat_change.ends_at
),

proration_lines as (
    select
        invoice.invoice_id, invoice.a, 0 as s, 10 + 2 * side.is_new as place,
        'invoiceitem' as type, true as proration,
        changed.effective_at as period_start, changed.ends_at as period_end,
        case side.is_new when 1 then changed.seats_after else changed.seats_before end as quantity,
        (2 * side.is_new - 1)
        * (epoch(changed.ends_at) - epoch(changed.effective_at))
        / (epoch(changed.ends_at) - epoch(changed.starts_at)) as fraction,
        changed.effective_at as priced_at,
        case side.is_new when 1 then 'Remaining time' else 'Unused time' end as description
    from changed
    inner join invoice
        on invoice.a = changed.a and invoice.s = 0
        and (
            -- By the year on an invoice of its own, by the month on the next one.
            (invoice.kind = 'seats' and invoice.created_at = changed.effective_at)
            or (invoice.kind = 'period' and changed.term = 'month' and invoice.k = changed.k + 1)
        )
    cross join (values (0), (1)) as side (is_new)
),

-- What is unused of the old month when the billing day moves, on the invoice of the new one.
moved_lines as (
    select
        invoice.invoice_id, invoice.a, invoice.s, 10 as place,
        'invoiceitem' as type, true as proration,
        invoice.moved_at as period_start, before.ends_at as period_end,
        seats_from.seats as quantity,
        -(epoch(before.ends_at) - epoch(invoice.moved_at)) / (epoch(before.ends_at) - epoch(before.starts_at))
            as fraction,
        invoice.moved_at as priced_at,
        'Unused time' as description
    from invoice
    inner join period as before
        on before.a = invoice.a and before.s = invoice.s and before.k = invoice.k - 1
    asof inner join seats_from
        on seats_from.a = invoice.a and seats_from.s = invoice.s and seats_from.valid_from <= invoice.moved_at
    where invoice.kind = 'period' and invoice.created_at = invoice.moved_at
),

priced as (
    select
        lines.*,
        price.price_id,
        price.currency,
        round(lines.quantity * price.unit_amount * lines.fraction)::bigint as amount
    from (
        select * from period_lines
        union all
        select * from proration_lines
        union all
        select * from moved_lines
    ) as lines
    inner join subscription using (a, s)
    inner join price
        on price.plan = plan_at_time(subscription.plan, subscription.new_plan, subscription.plan_at, lines.priced_at)
        and price.term = subscription.term
        and price.currency = subscription.currency
)

select
    invoice_id, a, s, place, type, proration, period_start, period_end, quantity, price_id, currency, amount,
    description
from priced

union all

-- A set-up fee on some first invoices: not recurring, no period of service.
select
    invoice_id, a, s, 20, 'invoiceitem', false, created_at, created_at, 1, null, currency, 150000, 'Onboarding package'
from invoice
where kind = 'period' and k = 0 and s = 0 and chance(a, 0, 0, 'set-up fee') < .2

union all

select
    invoice_id, a, s, 30, 'invoiceitem', false, created_at, created_at, 1, null, currency, -25000, 'Goodwill credit'
from invoice
where kind = 'credit';

create or replace temp table paid_invoice as
with
summed as (
    select invoice_id, sum(amount)::bigint as subtotal from line group by invoice_id
),

discounted as (
    select
        invoice.*,
        summed.subtotal,
        case
            when kind = 'credit' then subtotal
            else round(subtotal * (1 - coalesce(discount.percent_off, 0) / 100))
        end::bigint as total
    from invoice
    inner join summed using (invoice_id)
    left join discount
        on discount.a = invoice.a and invoice.s = 0
        and invoice.created_at >= discount.starts_at
        and (discount.ends_at is null or invoice.created_at < discount.ends_at)
),

-- How well the account pays in the week of the invoice; before the window, by its mean.
willing as (
    select
        discounted.*,
        discounted.created_at + interval 1 hour as finalized_at,
        coalesce(weekly.money_level, company.mean_level) as money_level,
        case when is_invoiced and kind <> 'credit' then discounted.created_at + interval 30 day end as due_at,
        chance(invoice_n, 0, 0, 'late') as draw,
        chance(invoice_n, 0, 0, 'how late') as how_late,
        chance(invoice_n, 0, 0, 'fate') as fate
    from discounted
    inner join company using (a)
    left join weekly
        on weekly.a = discounted.a and weekly.w = week_of(discounted.created_at)
),

-- However small the company, one invoice is open and overdue at the end.
forgotten as (
    select
        *,
        coalesce(
            due_at < getvariable('window_end') - interval 3 day and total > 0
            and row_number() over (
                partition by due_at < getvariable('window_end') - interval 3 day and total > 0
                order by due_at desc, invoice_n
            ) <= getvariable('accounts') // 200 + 1,
            false
        ) as is_forgotten
    from willing
),

settled as (
    select
        *,
        case
            when total <= 0 then finalized_at
            when is_forgotten then later(getvariable('window_end'), 600)
            when is_invoiced and draw < .05 + 1.2 * clip(.8 - money_level, 0, 1) ** 1.3
                then later(due_at, 24 * (1 + 40 * how_late ** 2 * (1.35 - money_level)))
            when is_invoiced then later(finalized_at, 24 * (2 + 27 * how_late))
            when draw < .015 + .4 * clip(.8 - money_level, 0, 1) ** 1.3 then later(finalized_at, 24 * (2 + 19 * how_late))
            else later(finalized_at, how_late)
        end as would_pay_at,
        case
            when total <= 0 or is_forgotten then null
            when fate < .007 then 'void'
            when notice_at < created_at and fate < .3 then 'uncollectible'
            when fate between .5 and .504 then 'uncollectible'
        end as ending
    from forgotten
)

select
    *,
    case when ending = 'void' then later(finalized_at, 20 + 100 * how_late) end as would_void_at,
    case when ending = 'uncollectible' then later(finalized_at, 24 * (45 + 20 * how_late)) end as would_give_up_at
from settled;

create or replace table stripe.invoice as
with
known as (
    select
        *,
        case when would_void_at < getvariable('window_end') then would_void_at end as voided_at,
        case when would_give_up_at < getvariable('window_end') then would_give_up_at end as given_up_at,
        case when ending is null and would_pay_at < getvariable('window_end') then would_pay_at end as paid_at
    from paid_invoice
)

select
    invoice_id as id,
    customer_id,
    subscription_id,
    case
        when voided_at is not null then 'void'
        when given_up_at is not null then 'uncollectible'
        when paid_at is not null then 'paid'
        when finalized_at >= getvariable('window_end') then 'draft'
        else 'open'
    end as status,
    created_at as created,
    due_at as due_date,
    subtotal,
    total,
    -- Stripe leaves a credit on the customer's balance; this company's loader shows it as a negative amount due.
    total as amount_due,
    case when paid_at is not null and total > 0 then total else 0 end::bigint as amount_paid,
    case when paid_at is null and voided_at is null and total > 0 then total else 0 end::bigint as amount_remaining,
    currency,
    case kind when 'period' then 'subscription_cycle' when 'seats' then 'subscription_update' else 'manual' end
        as billing_reason,
    case when finalized_at < getvariable('window_end') then finalized_at end as status_transitions_finalized_at,
    paid_at as status_transitions_paid_at,
    voided_at as status_transitions_voided_at,
    given_up_at as status_transitions_marked_uncollectible_at,
    false as is_deleted,
    synced(
        coalesce(voided_at, given_up_at, paid_at, created_at), invoice_n, 0, 12
    ) as _fivetran_synced
from known;

create or replace table stripe.invoice_line_item as
select
    hex_id('il_', a, s * 100 + place, hash(line.invoice_id || line.period_start) >> 1, 'line') as id,
    line.invoice_id,
    line.quantity,
    line.amount,
    line.currency,
    line.period_start,
    line.period_end,
    line.proration,
    line.type,
    line.price_id as plan_id,
    line.description,
    case when line.type = 'subscription' or line.proration then invoice.subscription_id end as subscription_id,
    invoice._fivetran_synced
from line
inner join stripe.invoice as invoice on invoice.id = line.invoice_id;

create or replace table stripe.customer as
select
    subscription.customer_id as id,
    person.email,
    company.name,
    case
        -- Some carry no id (the e-mail's domain must do), some under another key, some in 15 characters.
        when r_billing between 3 * several + 1 and 4 * several then '{}'
        when r_billing between 4 * several + 1 and 5 * several then '{"external_id": "' || account_id || '"}'
        else '{"crm_account_id": "' || referenced(account_id, a, 0, 6) || '"}'
    end as metadata,
    subscription.currency,
    chance(a, 0, 0, 'customer deleted') < .005 as is_deleted,
    signed_at as created,
    synced(signed_at, a, 0, 13) as _fivetran_synced
from company
inner join subscription using (a)
inner join person using (a)
where subscription.s = 0 and person.p = 0;

-- While a card is refused the subscription is past due; it is in force all the same.
create or replace temp table past_due as
select
    a, s, finalized_at + interval 1 hour as failed_at,
    coalesce(least(would_pay_at, would_void_at, would_give_up_at), getvariable('last_load')) as recovered_at
from paid_invoice
where not is_invoiced and kind = 'period' and total > 0 and would_pay_at > finalized_at + interval 2 day;

create or replace table stripe.subscription_history as
with
moments as (
    select a, s, started_at as valid_from from subscription
    union
    select a, s, starts_at from period
    union
    select a, s, valid_from from seats_from
    union
    select a, s, notice_at from subscription where notice_at > started_at
    union
    select a, s, churned_at from subscription where churned_at is not null
    union
    select a, s, trial_end from subscription where trial_end is not null
    union
    select a, s, unnest([failed_at, recovered_at]) from past_due
),

known as (
    select moments.*
    from moments
    inner join subscription using (a, s)
    where valid_from < getvariable('window_end')
        and valid_from <= coalesce(churned_at, getvariable('window_end'))
),

stated as (
    select
        known.*,
        period.starts_at as current_period_start,
        period.ends_at as current_period_end,
        seats_from.seats as quantity
    from known
    asof inner join period
        on period.a = known.a and period.s = known.s and period.starts_at <= known.valid_from
    asof inner join seats_from
        on seats_from.a = known.a and seats_from.s = known.s and seats_from.valid_from <= known.valid_from
),

versions as (
    select *, lead(valid_from) over (partition by a, s order by valid_from) as valid_to
    from stated
)

select
    subscription.subscription_id as id,
    subscription.customer_id,
    case
        when versions.valid_from >= churned_at then 'canceled'
        when versions.valid_from < trial_end then 'trialing'
        when exists (
            select 1
            from past_due
            where past_due.a = versions.a and past_due.s = versions.s
                and versions.valid_from >= past_due.failed_at and versions.valid_from < past_due.recovered_at
        ) then 'past_due'
        else 'active'
    end as status,
    started_at as created,
    started_at as start_date,
    current_period_start,
    current_period_end,
    coalesce(versions.valid_from >= notice_at, false) as cancel_at_period_end,
    case when versions.valid_from >= notice_at then notice_at end as canceled_at,
    case when versions.valid_from >= churned_at then churned_at end as ended_at,
    trial_end,
    quantity,
    case when is_invoiced then 'send_invoice' else 'charge_automatically' end as billing,
    versions.valid_from as _fivetran_start,
    coalesce(versions.valid_to - interval 1 millisecond, timestamp '9999-12-31 23:59:59') as _fivetran_end,
    versions.valid_to is null as _fivetran_active,
    synced(versions.valid_from, versions.a, versions.s, epoch(versions.valid_from)::bigint) as _fivetran_synced
from versions
inner join subscription using (a, s);

-- Today's seats and price only: the past is in the history and the invoices.
create or replace table stripe.subscription_item as
select
    item_id as id,
    subscription_id,
    price.price_id as plan_id,
    latest.seats as quantity,
    started_at as created,
    synced(started_at, subscription.a, subscription.s, 14) as _fivetran_synced
from subscription
inner join (
    select a, s, max_by(seats, valid_from) as seats from seats_from group by a, s
) as latest using (a, s)
inner join price
    on price.plan = plan_at_time(
        subscription.plan, subscription.new_plan, subscription.plan_at, getvariable('window_end')
    )
    and price.term = subscription.term
    and price.currency = subscription.currency;
