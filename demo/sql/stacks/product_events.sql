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
