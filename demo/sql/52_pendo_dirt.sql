-- A clock that was wrong: events of the year 2099, one for every third account of the first dozen.
insert into pendo.event
select
    hex_id('', a, v, 2099, 'future event'), product_account_id, visitor_id,
    timestamp '2099-01-01 00:00:00' + to_hours(a::int), 5, 3, '-323232', synced(getvariable('window_end') - interval 2 day, a, v, 2099)
from visitor
where v = 0 and a < 12 and a % 3 = 0;

-- However small the company, one row is loaded twice.
insert into pendo.event
select * replace (getvariable('last_load') + interval 90 minute as _fivetran_synced)
from pendo.event
where _fivetran_id = (select min(_fivetran_id) from pendo.event where timestamp < getvariable('window_end'));

-- Whoever has not logged in yet is in the events too, by an id of the browser.
insert into pendo.event
select
    hex_id('', hash(_fivetran_id) >> 1, 0, 0, 'anonymous event'), account_id, visitor_id, timestamp, num_events, num_minutes,
    app_id, _fivetran_synced
from pendo.feature_event
where visitor_id like '\_PENDO\_T\_%' escape '\';

-- One answer to the poll that lies between two numbers of its scale, and a copy a hundred accounts.
insert into pendo.poll_event
select * replace (hex_id('', hash(_fivetran_id) >> 1, 0, 0, 'half answer') as _fivetran_id, '7.5' as poll_response)
from pendo.poll_event
where poll_id = 'poll-nps-a' and regexp_full_match(poll_response, '[0-9]+')
qualify row_number() over (order by hash(_fivetran_id, 'half'), _fivetran_id) <= 1 + getvariable('accounts') // 100;
