-- The same use in Mixpanel: one row an event, as many in an hour, and in as many of its minutes, as Pendo counted.

create schema mixpanel;

create or replace table mixpanel.event as
with
sent as (
    select
        event_type as name,
        event_time as time,
        coalesce(email, '$device:' || device) as distinct_id,
        insert_id,
        device as device_id,
        epoch_ms(event_time + interval 2 minute) as mp_processing_time_ms,
        account_group as properties,
        greatest(_fivetran_synced, event_time) as _fivetran_synced
    from product_event
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
