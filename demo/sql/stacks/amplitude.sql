-- The same use in Amplitude: one row an event, as many in an hour, and in as many of its minutes, as Pendo counted.

create schema amplitude;

create or replace table amplitude.event as
with
sent as (
    select
        (hash(account_id, visitor_id, session_start, event_type, i) >> 12)::bigint as id,
        insert_id as _insert_id,
        '312210' as project_name,
        'device-' || device as device_id,
        email as user_id,
        (hash(visitor_id) >> 24)::bigint as amplitude_id,
        event_type,
        event_time,
        event_time as client_event_time,
        least(_fivetran_synced, event_time + interval 2 minute) as client_upload_time,
        least(_fivetran_synced, event_time + interval 3 minute) as server_upload_time,
        epoch_ms(session_start) as session_id,
        account_group as groups,
        '{}' as user_properties,
        greatest(_fivetran_synced, event_time) as _fivetran_synced
    from product_event
)

select * from sent
union all
-- Sent again a day later by a device that had lost its answer.
select * replace (
    id + 1 as id, server_upload_time + interval 1 day as server_upload_time, _fivetran_synced + interval 1 day as _fivetran_synced
)
from sent
where id % 500 = 0;

create or replace table amplitude.event_type as
select
    row_number() over (order by event_type) as id,
    '312210' as project_name,
    event_type as value,
    coalesce(feature.name, event_type) as name,
    coalesce(feature.name, event_type) as display,
    false as _fivetran_deleted,
    getvariable('last_load') as _fivetran_synced
from (select distinct event_type from hourly_use) as types
left join feature on types.event_type = feature.feature_id;
