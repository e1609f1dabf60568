-- What was tried out in Stripe's test mode lies in the same tables, marked by `livemode`. Items and discounts carry no mark
-- of their own: they hang on a subscription of the test mode.

create or replace temp table trial_run as
select
    company.a,
    hex_id('cus_', a, 0, 0, 'test customer') as customer_id,
    hex_id('sub_', a, 0, 0, 'test subscription') as subscription_id,
    account_id, company.name, 'testing@' || domain as email,
    greatest(getvariable('window_end') - interval 200 day, getvariable('window_start')) as started_at
from company
where r_billing between 2 * several + 1 and 2 * several + greatest(1, n_all // 100);

alter table stripe.customer add column livemode boolean default true;
alter table stripe.price add column livemode boolean default true;
alter table stripe.plan add column livemode boolean default true;
alter table stripe.coupon add column livemode boolean default true;
alter table stripe.subscription_history add column livemode boolean default true;
alter table stripe.invoice add column livemode boolean default true;
alter table stripe.invoice_line_item add column livemode boolean default true;

insert into stripe.customer by name
select
    customer_id as id, email, name, '{"crm_account_id": "' || account_id || '"}' as metadata, 'usd' as currency,
    false as is_deleted, started_at as created, synced(started_at, a, 0, 16) as _fivetran_synced, false as livemode
from trial_run;

insert into stripe.price by name
select
    'test_month_usd' as id, 'prod_test' as product_id, 990000::bigint as unit_amount, 'month' as recurring_interval,
    1::bigint as recurring_interval_count, 'usd' as currency, 'recurring' as type, true as active, false as is_deleted,
    getvariable('history_start') as created, synced(getvariable('history_start'), 1, 0, 16) as _fivetran_synced,
    false as livemode;

insert into stripe.plan by name
select
    'test_month_usd' as id, 'prod_test' as product_id, 990000::bigint as amount, 'month' as interval,
    1::bigint as interval_count, 'usd' as currency, true as active, false as is_deleted,
    getvariable('history_start') as created, synced(getvariable('history_start'), 2, 0, 16) as _fivetran_synced,
    false as livemode;

insert into stripe.coupon by name
select
    'test_90' as id, 90.0 as percent_off, 'forever' as duration, true as valid, getvariable('history_start') as created,
    synced(getvariable('history_start'), 3, 0, 16) as _fivetran_synced, false as livemode;

create or replace temp table trial_month as
select
    trial_run.*,
    k,
    started_at + to_months(k::int) as period_start,
    started_at + to_months(k::int + 1) as period_end,
    max(k) over (partition by a) as last_k
from trial_run, range(7) as months (k)
where started_at + to_months(k::int) < getvariable('window_end');

insert into stripe.subscription_history by name
select
    subscription_id as id, customer_id, 'active' as status, started_at as created, started_at as start_date,
    period_start as current_period_start, period_end as current_period_end, false as cancel_at_period_end,
    1::bigint as quantity, 'charge_automatically' as billing, started_at as _fivetran_start,
    timestamp '9999-12-31 23:59:59' as _fivetran_end, true as _fivetran_active,
    synced(period_start, a, 0, 17) as _fivetran_synced, false as livemode
from trial_month
where k = last_k;

insert into stripe.subscription_item by name
select
    hex_id('si_', a, 0, 0, 'test item') as id, subscription_id, 'test_month_usd' as plan_id, 1::bigint as quantity,
    started_at as created, synced(started_at, a, 0, 18) as _fivetran_synced
from trial_run;

insert into stripe.subscription_discount by name
select
    hex_id('di_', a, 0, 0, 'test discount') as id, 'test_90' as coupon_id, customer_id, subscription_id,
    started_at as start, synced(started_at, a, 0, 19) as _fivetran_synced
from trial_run;

-- The first of these invoices is never paid.
insert into stripe.invoice by name
select
    hex_id('in_', a, k, 0, 'test invoice') as id, customer_id, subscription_id,
    case when k = 0 then 'open' else 'paid' end as status, period_start as created,
    period_start + interval 14 day as due_date, 990000::bigint as subtotal, 990000::bigint as total,
    990000::bigint as amount_due, case when k = 0 then 0 else 990000 end::bigint as amount_paid,
    case when k = 0 then 990000 else 0 end::bigint as amount_remaining, 'usd' as currency,
    'subscription_cycle' as billing_reason, period_start as status_transitions_finalized_at,
    case when k > 0 then period_start + interval 5 minute end as status_transitions_paid_at, false as is_deleted,
    synced(period_start, a, k, 20) as _fivetran_synced, false as livemode
from trial_month;

insert into stripe.invoice_line_item by name
select
    hex_id('il_', a, k, 0, 'test line') as id, hex_id('in_', a, k, 0, 'test invoice') as invoice_id,
    1::bigint as quantity, 990000::bigint as amount, 'usd' as currency, period_start, period_end, false as proration,
    'subscription' as type, 'test_month_usd' as plan_id, 'Seats' as description, subscription_id,
    synced(period_start, a, k, 20) as _fivetran_synced, false as livemode
from trial_month;
