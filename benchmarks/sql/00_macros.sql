-- Weeks are whole numbers: week k begins on Monday `monday(k)`. A snapshot of week k sees what happened
-- before that Monday, so a fact of week f is first seen by snapshot f + 1.
create or replace temp macro wk(moment) as (cast(moment as date) - date '0001-01-01') // 7;

create or replace temp macro monday(week) as date '0001-01-01' + cast(7 * week as integer);

create or replace temp macro hours_between(from_moment, to_moment) as
    (epoch(to_moment) - epoch(from_moment)) / 3600;

-- Salesforce writes an id with 15 or 18 characters.
create or replace temp macro crm_key(id) as
    regexp_replace(trim(id), '^([a-zA-Z0-9]{15})[A-Z0-5]{3}$', '\1');

create or replace temp macro snake_case(words) as
    nullif(trim(regexp_replace(lower(words), '[[:space:][:cntrl:] -/:-@[-`{-~ -©«-±´¶-¸»¿×÷ -⁯⸀-⹿　-〄〈-〠〰゠・︐-︟︰-﹯﻿！-／：-＠［-｀｛-･]+', '_', 'g'), '_'), '');

create or replace temp macro email_domain(address) as
    nullif(lower(trim(split_part(address, '@', 2))), '');

-- A time that a loader could not have meant is none.
create or replace temp macro sane(moment) as
    case when moment >= timestamp '1990-01-01' and moment < timestamp '2200-01-01' then moment end;

create or replace temp macro has_happened(moment) as
    moment >= timestamp '1990-01-01' and cast(moment as date) <= getvariable('as_of');

-- A month is a twelfth of 365.25 days; a span within three days of whole months counts as whole months.
create or replace temp macro service_months(from_moment, to_moment) as
    case
        when abs(hours_between(from_moment, to_moment) / 730.5 - floor(hours_between(from_moment, to_moment) / 730.5 + 0.5)) <= 72 / 730.5
            and hours_between(from_moment, to_moment) / 730.5 + 0.5 >= 1
            then floor(hours_between(from_moment, to_moment) / 730.5 + 0.5)
        else hours_between(from_moment, to_moment) / 730.5
    end;

-- From the last day of a month to the last day of another.
create or replace temp macro months_after(moment, months) as
    case
        when day(moment + interval 1 day) = 1
            then moment + interval 1 day + to_months(cast(months as integer)) - interval 1 day
        else moment + to_months(cast(months as integer))
    end;
