-- The same use in Mixpanel: one row an event, as many in an hour, and in as many of its minutes, as Pendo counted.

create schema mixpanel;

create or replace table mixpanel.event as
with
events as (
    select
        hourly_use.*,
        i,
        timestamp + to_minutes((i % num_minutes)::int) + to_seconds((7 * (i // num_minutes) % 60)::int) as event_time
    from hourly_use
    cross join lateral (select unnest(range(hourly_use.num_events)) as i)
),

sent as (
    select
        event_type as name,
        event_time as time,
        coalesce(event_user.email, '$device:' || left(md5(events.visitor_id), 12)) as distinct_id,
        md5(events.account_id || events.visitor_id || timestamp::varchar || event_type || i::varchar) as insert_id,
        left(md5(events.visitor_id), 12) as device_id,
        epoch_ms(event_time + interval 2 minute) as mp_processing_time_ms,
        json_object('account_id', coalesce(event_account.account_key, events.account_id))::varchar as properties,
        greatest(_fivetran_synced, event_time) as _fivetran_synced
    from events
    left join event_account on events.account_id = event_account.id
    left join event_user on events.visitor_id = event_user.visitor_id
)

select md5(insert_id || distinct_id || name) as _fivetran_id, * from sent
union all
-- Exports are not free of duplicates.
select md5(insert_id || 'again'), * replace (_fivetran_synced + interval 1 day as _fivetran_synced)
from sent
where left(insert_id, 2) = '00';

create or replace table mixpanel.people as
select
    email as distinct_id,
    email,
    getvariable('last_load') as _fivetran_synced
from event_user
where email is not null
group by email;
