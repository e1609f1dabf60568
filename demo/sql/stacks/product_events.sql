-- What Pendo counted by the hour, as a list of event types with how many of each; Amplitude and Mixpanel land every one.

-- The account of an event is the CRM's id where the product carried one, else the product's own key.
create or replace temp table event_account as
select
    id,
    coalesce(arg_max(salesforce_account_id_c, last_updated_at), id) as account_key
from pendo.account_history
group by id;

create or replace temp table event_user as
select
    lower(trim(id)) as visitor_id,
    arg_max(agent_email, last_updated_at) as email
from pendo.visitor_history
group by 1;

create or replace temp table hourly_use as
with
events_once as (
    select distinct on (coalesce(_fivetran_id, account_id || visitor_id || timestamp::varchar))
        account_id, lower(trim(visitor_id)) as visitor_id, timestamp, num_events, num_minutes, _fivetran_synced
    from pendo.event
    order by coalesce(_fivetran_id, account_id || visitor_id || timestamp::varchar), _fivetran_synced
),

of_hours as (
    select
        account_id, visitor_id, timestamp,
        sum(num_events)::bigint as num_events,
        least(60, sum(num_minutes))::bigint as num_minutes,
        min(_fivetran_synced) as _fivetran_synced
    from events_once
    group by 1, 2, 3
),

features as (
    select
        account_id, lower(trim(visitor_id)) as visitor_id, timestamp, feature_id,
        sum(num_events)::bigint as num_events,
        min(_fivetran_synced) as _fivetran_synced
    from pendo.feature_event
    group by 1, 2, 3, 4
),

featured as (
    select account_id, visitor_id, timestamp, sum(num_events)::bigint as num_events
    from features
    group by 1, 2, 3
)

-- What is no feature is a page that was looked at.
select
    of_hours.account_id, of_hours.visitor_id, of_hours.timestamp, 'Page viewed' as event_type,
    greatest(of_hours.num_events - coalesce(featured.num_events, 0), 0) as num_events,
    of_hours.num_minutes, of_hours._fivetran_synced
from of_hours
left join featured using (account_id, visitor_id, timestamp)

union all

select
    features.account_id, features.visitor_id, features.timestamp, feature_id, features.num_events,
    coalesce(of_hours.num_minutes, 1), features._fivetran_synced
from features
left join of_hours using (account_id, visitor_id, timestamp);

-- One row an event, spread over the minutes of its hour.
create or replace temp view product_event as
with
events as (
    select
        hourly_use.*,
        i,
        timestamp + to_minutes((i % num_minutes)::int) + to_seconds((7 * (i // num_minutes) % 60)::int) as event_time
    from hourly_use
    cross join lateral (select unnest(range(hourly_use.num_events)) as i)
)

select
    events.account_id,
    events.visitor_id,
    left(md5(events.visitor_id), 12) as device,
    event_user.email,
    event_type,
    event_time,
    timestamp as session_start,
    i,
    md5(events.account_id || events.visitor_id || timestamp::varchar || event_type || i::varchar) as insert_id,
    json_object('account_id', coalesce(event_account.account_key, events.account_id))::varchar as account_group,
    _fivetran_synced
from events
left join event_account on events.account_id = event_account.id
left join event_user on events.visitor_id = event_user.visitor_id;
