-- The hidden condition: one row per account and week from thirteen weeks before the window, moving slowly around the
-- account's own mean. It drives everything that the other scripts make, and the account's decision to leave.
create or replace temp table path as
with recursive walk (a, w, mean_level, term, signed_week, level, smooth) as (
    select
        a, greatest(-getvariable('lead_weeks'), signed_week)::int, mean_level, term, signed_week,
        clip(mean_level + .12 * bell(a, 0, 0, 'first level'), .02, .99)::double,
        mean_level::double
    from company
    where signed_week < getvariable('weeks')

    union all

    select
        a, w + 1, mean_level, term, signed_week,
        clip(mean_level + .955 * (level - mean_level) + .042 * bell(a, w, 0, 'level'), .02, .99),
        .8 * smooth + .2 * level
    from walk
    where w + 1 < getvariable('weeks')
)

select
    a, w, level, smooth,
    -- The weekly hazard of deciding to leave; contracts by the year are mostly left around their anniversary.
    w >= 0
    and w - signed_week >= 8
    and chance(a, w, 0, 'leave') <
        least(.0005 + .0019 * exp(5 * (.62 - smooth)), .009) * case
            when term = 'month' then 1.1
            when (w - signed_week) % 52 >= 44 or (w - signed_week) % 52 < 2 then 3
            else .6
        end as decides_to_leave
from walk;

-- Who leaves, when notice is given and when the account is gone (both null for those who stay).
create or replace temp table life as
with
decided as (
    select a, min(w) as decision_week
    from path
    where decides_to_leave
    group by a
),

dated as (
    select
        a,
        decision_week,
        monday(decision_week + 3 + floor(chance(a, 0, 0, 'last weeks') * 4)::int)
        + to_days(floor(chance(a, 0, 0, 'last day') * 5)::int) as ends_at,
        later(monday(decision_week), 24 + 100 * chance(a, 0, 0, 'notice')) as notice_at
    from decided
)

select
    company.a,
    case when dated.notice_at < getvariable('window_end') then dated.notice_at end as notice_at,
    dated.decision_week,
    -- Known end of a contract under notice, may lie after the data.
    dated.ends_at,
    case when dated.ends_at < getvariable('window_end') then dated.ends_at end as churned_at
from company
left join dated using (a);

-- The account-weeks that are lived, with the account's own noise for each family of signals (it lasts four weeks).
create or replace temp table weekly as
select
    path.a,
    path.w,
    path.level,
    clip(path.level + .06 * bell(path.a, (path.w + 1000) // 4, 0, 'usage noise'), 0, 1)
    * case when path.w >= life.decision_week then .75 else 1 end
    -- Users arrive over the first weeks.
    * least(1, .25 + .1 * (path.w - company.signed_week)) as usage_level,
    clip(path.level + .16 * bell(path.a, (path.w + 1000) // 4, 1, 'contact noise'), 0, 1) as contact_level,
    clip(path.level + .16 * bell(path.a, (path.w + 1000) // 4, 2, 'support noise'), 0, 1) as support_level,
    clip(path.level + .16 * bell(path.a, (path.w + 1000) // 4, 3, 'money noise'), 0, 1) as money_level
from path
inner join company using (a)
inner join life using (a)
where life.churned_at is null or monday(path.w) < life.churned_at;

-- Which plan the account is on from a day on: a few change once, at the start of a week inside the window.
create or replace temp table plan_change as
select
    a,
    case plan when 'starter' then 'growth' when 'growth' then 'enterprise' else 'growth' end as new_plan,
    later(
        monday(floor(getvariable('weeks') * (.2 + .7 * chance(a, 0, 0, 'plan week')))::int),
        10 + 80 * chance(a, 0, 0, 'plan hour')
    ) as changed_at
from company
inner join life using (a)
where
    r_crm between 1 and several
    and later(
        monday(floor(getvariable('weeks') * (.2 + .7 * chance(a, 0, 0, 'plan week')))::int),
        10 + 80 * chance(a, 0, 0, 'plan hour')
    ) between created_at + to_days(10) and coalesce(churned_at, getvariable('window_end'));
