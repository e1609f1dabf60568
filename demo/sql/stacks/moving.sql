-- The company in the midst of a move: HubSpot began with what the CRM held on the day, Amplitude with the events from then on.
-- Whatever else names an account still does so by the id of the CRM that was left.

update hubspot.company set property_createdate = greatest(property_createdate, getvariable('moved_at'));

create or replace table hubspot.company_property_history as
with
imported as (
    select
        * replace (greatest("timestamp", getvariable('moved_at')) as "timestamp"),
        case when "timestamp" < getvariable('moved_at') then "timestamp" end as known_before
    from hubspot.company_property_history
)

select * exclude (known_before)
from imported
qualify
    known_before is null
    or row_number() over (partition by company_id, name order by known_before desc nulls last) = 1;

delete from pendo.event where timestamp >= getvariable('moved_at');
delete from pendo.feature_event where timestamp >= getvariable('moved_at');
delete from pendo.page_event where timestamp >= getvariable('moved_at');
delete from pendo.poll_event where timestamp >= getvariable('moved_at');
delete from amplitude.event where event_time < getvariable('moved_at');

-- What a person would type into the seeds; `python -m demo.move` writes it there.
create or replace table _demo.account_successions as
select
    arg_min(account.id, account._fivetran_start) as former_account_id,
    hs_id(account.id)::varchar as account_id,
    min(account.created_date)::date as created_on,
    'moved to HubSpot' as note
from salesforce.account as account
group by left(account.id, 15), hs_id(account.id)
order by former_account_id;

create or replace table _demo.product_switches as
select
    '*' as account_id, 'pendo' as from_source, 'amplitude' as to_source, getvariable('moved_at')::date as switched_on;
