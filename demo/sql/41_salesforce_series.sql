-- A few accounts have a fortnightly meeting in the calendar: a row that defines the series, and its occurrences.
create or replace temp table series as
select
    a,
    account_id,
    owner_n,
    a::bigint * 2048 + 1100 as series_n,
    getvariable('window_end') - to_days((14 * least(8, getvariable('weeks') // 2 + 1))::int) + interval 62 hour as first_at
from company
inner join life using (a)
where churned_at is null and signed_at < getvariable('window_end') - interval 120 day
    and chance(a, 0, 0, 'never met') >= .04
qualify row_number() over (order by chance(a, 0, 0, 'series'), a) <= greatest(1, n_all // 100);

create or replace temp table occurrence as
select series.*, n, series_n + 1 + n as meeting_n, first_at + to_days((14 * n)::int) as starts_at
from series, range(8) as fortnights (n)
where first_at + to_days((14 * n)::int) < getvariable('window_end');

insert into salesforce.event by name
with
rows_made as (
    select a, account_id, owner_n, series_n as meeting_n, first_at as starts_at, true as is_recurrence, series_n from series
    union all
    select a, account_id, owner_n, meeting_n, starts_at, false, series_n from occurrence
)

select
    sf_id('00U', meeting_n) as id, account_id, sf_id('003', a * 16 + 1) as who_id, starts_at as start_date_time,
    starts_at + interval 30 minute as end_date_time, 'Meeting' as type, 'Fortnightly check-in' as subject,
    false as is_child, is_recurrence, case when not is_recurrence then sf_id('00U', series_n) end as recurrence_activity_id,
    false as is_deleted, least(starts_at - interval 6 day, getvariable('window_end') - interval 4 hour) as created_date,
    staff.user_id as owner_id, synced(starts_at, a, meeting_n, 1) as _fivetran_synced
from rows_made
inner join staff on staff.n = rows_made.owner_n;

insert into salesforce.event_relation by name
select
    sf_id('0RE', meeting_n * 10 + 1) as id, sf_id('00U', meeting_n) as event_id, sf_id('003', a * 16 + 1) as relation_id,
    case when chance(a, n, 0, 'comes to series') < clip(.12 + 1.1 * mean_level, .05, .985) then 'Accepted' else 'Declined' end
        as status,
    starts_at - interval 1 day as responded_date, false as is_deleted, synced(starts_at, a, meeting_n, 2) as _fivetran_synced
from occurrence
inner join company using (a);
