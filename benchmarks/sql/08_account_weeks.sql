-- Which account is scored in which week, and which source was heard of by when.
-- Snapshots run from the Monday after the first fact, not before the first account nor the day asked for, to the
-- run's week.
create temp table bounds as
with first_facts as (
    select min(first_at) as moment from visitor_weeks
    union all
    select min(started_at) from meetings
    union all
    select min(sent_at) from mails
    union all
    select min(created_at) from tickets
    union all
    select min(created_at) from invoices
    union all
    select min(responded_at) from answers
    union all
    select min(assigned_at) from courses
    union all
    select min(opened_at) from records
    union all
    select min(observed_at) from custom_signals
)

select
    least(
        greatest(
            coalesce(wk(min(moment)) + 1, wk(getvariable('as_of'))),
            (select if(count(*) = count(created_at), wk(min(created_at)) + 1, null) from accounts),
            wk(getvariable('history_start') + 6)
        ),
        wk(getvariable('as_of'))
    ) as first_week,
    wk(getvariable('as_of')) as last_week
from first_facts;

set variable first_week = (select first_week from bounds);

set variable last_week = (select last_week from bounds);

create or replace temp macro snapshots(from_week, to_week) as
    range(
        greatest(from_week, getvariable('first_week')), least(to_week, getvariable('last_week')) + 1
    );

create temp table account_weeks as
with first_subscriptions as (
    select account_no, min(valid_from) as first_at
    from subscriptions
    where account_no is not null
    group by account_no
),

in_force as (
    select distinct
        account_no,
        unnest(snapshots(wk(valid_from) + 1, wk(least(valid_to, coalesce(ended_at, timestamp '9999-12-31'))))) as week
    from subscriptions
    where account_no is not null and valid_from is not null
),

described as (
    select
        attributes.account_no,
        unnest(snapshots(
            greatest(wk(attributes.valid_from) + 1, coalesce(wk(accounts.created_at) + 1, 0)), wk(attributes.valid_to)
        )) as week,
        attributes.segment,
        attributes.plan,
        attributes.go_live_date,
        attributes.executive_sponsor,
        attributes.role,
        accounts.created_at
    from attributes
    inner join accounts using (account_no)
    where attributes.role not in ('prospect', 'partner')
),

keys as (
    select
        account_no,
        bool_or(source = 'pendo') as has_product,
        bool_or(source = 'zendesk') as has_support,
        bool_or(source = 'stripe') as has_billing
    from account_keys
    where account_no is not null
    group by account_no
)

select
    described.account_no,
    cast(described.week as integer) as week,
    described.segment,
    described.plan,
    described.go_live_date,
    described.executive_sponsor,
    described.created_at,
    if(
        described.go_live_date > monday(described.week),
        null,
        monday(described.week) - coalesce(described.go_live_date, cast(described.created_at as date))
    ) as tenure_days,
    not coalesce(described.go_live_date > monday(described.week), false)
    and not coalesce(
        monday(described.week) - coalesce(described.go_live_date, cast(described.created_at as date))
        < coalesce(own_segment.baseline_days, every_segment.baseline_days),
        false
    ) as is_established,
    coalesce(keys.has_product, false) as has_product,
    coalesce(keys.has_support, false) as has_support,
    coalesce(keys.has_billing, false) as has_billing
from described
left join in_force using (account_no, week)
left join first_subscriptions using (account_no)
left join keys using (account_no)
left join segments as own_segment on described.segment = own_segment.segment
left join segments as every_segment on every_segment.segment = '*'
where
    in_force.week is not null
    or (coalesce(wk(first_subscriptions.first_at) >= described.week, true) and described.role <> 'former_customer');

-- How many weeks in a row each family of sources had been heard of by a snapshot.
create temp table coverage as
with facts as (
    select 'product_usage' as source_family, week, max(last_at) as last_at from visitor_weeks group by all
    union all
    select 'feature_usage', week, max(last_at) from feature_weeks group by all
    union all
    select 'meetings', week, max(started_at) from meetings group by all
    union all
    select 'emails', week, max(sent_at) from mails group by all
    union all
    select 'crm', wk(created_at), max(created_at) from accounts group by all
    union all
    select 'support', created_week, max(created_at) from tickets group by all
    union all
    select 'support', wk(valid_from), max(valid_from) from ticket_statuses group by all
    union all
    select 'support', wk(greatest(updated_at, created_at)), max(greatest(updated_at, created_at))
    from ticket_changes
    inner join tickets using (ticket_id)
    where field_name <> 'satisfaction_score'
    group by all
    union all
    select unnest(case
        when instrument = 'csat' and source = 'zendesk' then ['csat', 'csat_ratings']
        when instrument = 'csat' and source = 'qualtrics' then ['csat', 'csat_surveys']
        when instrument = 'csat' then ['csat']
        when source = 'pendo' then ['surveys', 'nps_polls']
        when source = 'qualtrics' then ['surveys', 'nps_surveys']
        else ['surveys']
    end), wk(responded_at), responded_at
    from answers
    union all
    select 'billing', wk(moment), moment
    from (unpivot (select created_at, paid_at from invoices) on created_at, paid_at into name what value moment)
    union all
    select 'billing', wk(started_at), started_at from subscriptions where started_at is not null
    union all
    select 'training', wk(moment), moment
    from (unpivot (select assigned_at, completed_at from courses) on assigned_at, completed_at into name what value moment)
    union all
    select 'success_records', wk(moment), moment
    from (unpivot (select opened_at, closed_at from records) on opened_at, closed_at into name what value moment)
    union all
    select 'custom_signal', observed_week, observed_at from custom_signals
),

active_weeks as (
    select facts.source_family, facts.week, max(facts.last_at) as last_at, any_value(source_families.stale_days) as stale_days
    from facts
    inner join source_families using (source_family)
    where facts.week is not null
    group by facts.source_family, facts.week
),

starts as (
    select
        *,
        lead(week, 1, 1000000) over ordered as next_week,
        if(
            lag(last_at) over ordered is null
            or coalesce(cast(lag(last_at) over ordered as date) + stale_days < monday(week), false),
            week, null
        ) as start_week
    from active_weeks
    window ordered as (partition by source_family order by week)
),

stretches as (
    select *, max(start_week) over (partition by source_family order by week rows unbounded preceding) as stretch_week
    from starts
),

heard as (
    select *, unnest(snapshots(week + 1, next_week)) as snapshot
    from stretches
)

select
    source_families.source_family,
    weeks.week,
    case
        when heard.snapshot is null then 0
        when heard.stale_days is null or cast(heard.last_at as date) + heard.stale_days >= monday(weeks.week)
            then weeks.week - heard.stretch_week
        else 0
    end as weeks_observed
from source_families
cross join (select unnest(range(first_week, last_week + 1)) as week from bounds) as weeks
left join heard on source_families.source_family = heard.source_family and weeks.week = heard.snapshot;
