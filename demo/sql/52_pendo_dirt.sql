-- A clock that was wrong: events of the year 2099, one for every third account of the first dozen.
insert into pendo.event
select
    hex_id('', a, v, 2099, 'future event'), product_account_id, visitor_id,
    timestamp '2099-01-01 00:00:00' + to_hours(a::int), 5, 3, '-323232', synced(getvariable('window_end') - interval 2 day, a, v, 2099)
from visitor
where v = 0 and a < 12 and a % 3 = 0;
