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
