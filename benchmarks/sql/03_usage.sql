-- Use of the product: raw events once, to a row per visitor and week, then per account and week.
-- A row that landed twice counts as it was loaded last. Few did, so only those are sorted.
create temp table event_doubles as
select timestamp, hash(_fivetran_id) as id_hash
from raw.pendo.event
group by all
having count(*) > 1;

create temp table feature_event_doubles as
select timestamp, hash(_fivetran_id) as id_hash
from raw.pendo.feature_event
group by all
having count(*) > 1;

-- is_active_days holds a bit for each weekday.
create temp table visitor_weeks as
with single as (
    select account_id, visitor_id, timestamp, num_events, num_minutes
    from raw.pendo.event
    anti join event_doubles
        on event.timestamp = event_doubles.timestamp and hash(event._fivetran_id) = event_doubles.id_hash
    union all
    select account_id, visitor_id, event.timestamp, num_events, num_minutes
    from raw.pendo.event
    semi join event_doubles
        on event.timestamp = event_doubles.timestamp and hash(event._fivetran_id) = event_doubles.id_hash
    qualify row_number() over (
        partition by
            event.timestamp,
            coalesce(nullif(_fivetran_id, ''), cast(hash(account_id, visitor_id, num_events, num_minutes, app_id) as varchar))
        order by _fivetran_synced desc nulls last
    ) = 1
)

select
    account_id as product_account_id,
    if(visitor_id <> '', hash(visitor_id), null) as visitor,
    starts_with(visitor_id, '_PENDO_T_') as is_anonymous,
    wk(timestamp) as week,
    cast(coalesce(sum(num_events), 0) as bigint) as events,
    cast(coalesce(sum(num_minutes), 0) as bigint) as minutes,
    bit_or(cast(1 << (isodow(timestamp) - 1) as utinyint)) as active_days,
    min(timestamp) as first_at,
    max(timestamp) as last_at
from single
where
    account_id <> ''
    and has_happened(timestamp)
    and coalesce(num_events >= 0, true)
    and coalesce(num_minutes >= 0, true)
group by all;

create temp table feature_weeks as
with single as (
    select account_id, feature_id, timestamp, num_events, num_minutes
    from raw.pendo.feature_event
    anti join feature_event_doubles as doubles
        on feature_event.timestamp = doubles.timestamp and hash(feature_event._fivetran_id) = doubles.id_hash
    union all
    select account_id, feature_id, feature_event.timestamp, num_events, num_minutes
    from raw.pendo.feature_event
    semi join feature_event_doubles as doubles
        on feature_event.timestamp = doubles.timestamp and hash(feature_event._fivetran_id) = doubles.id_hash
    qualify row_number() over (
        partition by
            feature_event.timestamp,
            coalesce(
                nullif(_fivetran_id, ''),
                cast(hash(account_id, visitor_id, feature_id, num_events, num_minutes, app_id) as varchar)
            )
        order by _fivetran_synced desc nulls last
    ) = 1
)

select
    account_id as product_account_id,
    feature_id,
    wk(timestamp) as week,
    cast(coalesce(sum(num_events), 0) as bigint) as events,
    max(timestamp) as last_at
from single
where
    account_id <> ''
    and feature_id <> ''
    and has_happened(timestamp)
    and coalesce(num_events >= 0, true)
    and coalesce(num_minutes >= 0, true)
group by all;

create temp table product_accounts as
select key as product_account_id, account_no
from account_keys
where source = 'pendo' and account_no is not null;

-- A visitor in two product accounts of one account is one user.
create temp table account_usage_weeks as
with users as (
    select
        account_no,
        week,
        if(is_anonymous, null, visitor) as visitor,
        cast(sum(events) as bigint) as events,
        cast(sum(minutes) as bigint) as minutes,
        bit_or(active_days) as active_days
    from visitor_weeks
    inner join product_accounts using (product_account_id)
    group by all
),

account_use as (
    select
        account_no,
        week,
        count(visitor) as active_users,
        coalesce(sum(bit_count(active_days)) filter (visitor is not null), 0) as user_days,
        bit_count(bit_or(active_days)) as active_days,
        sum(events) as events,
        coalesce(sum(events) filter (visitor is not null), 0) as user_events,
        sum(minutes) as minutes,
        coalesce(sum(minutes) filter (visitor is not null), 0) as user_minutes
    from users
    group by all
),

feature_use as (
    select account_no, week, sum(events) as feature_uses
    from feature_weeks
    inner join product_accounts using (product_account_id)
    group by all
)

select
    account_no,
    week,
    cast(coalesce(active_users, 0) as bigint) as active_users,
    cast(coalesce(user_days, 0) as bigint) as user_days,
    cast(coalesce(active_days, 0) as bigint) as active_days,
    cast(coalesce(events, 0) as bigint) as events,
    cast(coalesce(user_events, 0) as bigint) as user_events,
    cast(coalesce(minutes, 0) as bigint) as minutes,
    cast(coalesce(user_minutes, 0) as bigint) as user_minutes,
    cast(coalesce(feature_uses, 0) as bigint) as feature_uses
from account_use
full join feature_use using (account_no, week);

create temp table associated_visitors as
select
    account_no,
    hash(visitor_id) as visitor,
    wk(min(coalesce(sane(visitor_last_updated_at), timestamp '1900-01-01'))) as linked_week
from raw.pendo.visitor_account_history
inner join product_accounts on visitor_account_history.account_id = product_accounts.product_account_id
where visitor_id <> ''
group by all;

-- How many visitors were seen in a week and not again for `gap` weeks, by when they were linked.
create temp table sightings as
with seen as (
    select
        account_no,
        visitor,
        is_anonymous,
        week,
        lead(week) over (partition by account_no, visitor order by week) as next_week
    from visitor_weeks
    inner join product_accounts using (product_account_id)
    where visitor is not null
)

select
    account_no,
    week,
    coalesce(next_week - week, 1000) as gap,
    not is_anonymous as is_known,
    if(linked_week is null, null, greatest(linked_week, week)) as linked_week,
    count(*) as n_visitors
from seen
left join associated_visitors using (account_no, visitor)
where next_week is null or next_week > week
group by all;
