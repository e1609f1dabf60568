-- What the customer success team keeps: fourteen tables of a platform or of sheets.

create or replace table customer_success.training_assignment as
with
assigned as (
    -- Courses at the start, for the first users.
    select
        company.a, course_n, contact.email, signed_at as from_at, company.mean_level as level,
        later(signed_at, 24 * (2 + 20 * chance(company.a, course_n, contact.c, 'course day'))) as assigned_at,
        contact.c
    from company
    inner join contact using (a)
    cross join (values (0), (1), (2)) as courses (course_n)
    where contact.c between 1 and 2 and chance(company.a, course_n, contact.c, 'course given') < .6

    union all

    -- And one now and then.
    select
        weekly.a, 1000 + weekly.w, contact.email, monday(weekly.w), weekly.contact_level,
        later(monday(weekly.w), 24 + 90 * chance(weekly.a, weekly.w, contact.c, 'course hour')),
        contact.c
    from weekly
    inner join contact using (a)
    where contact.c >= 1 and chance(weekly.a, weekly.w, contact.c, 'course given') < .012
),

finished as (
    select
        *,
        case
            when chance(a, course_n, c, 'completes') < clip(.15 + .9 * level, 0, .97)
                then later(assigned_at, 24 * (3 + 40 * chance(a, course_n, c, 'completes after') ** 2))
        end as would_complete_at
    from assigned
    where assigned_at < getvariable('window_end')
)

select
    referenced(account_id, a, course_n, 50) as account_id,
    email as contact_email,
    pick(['First steps', 'Automations', 'Reporting', 'Administration'], chance(a, course_n, 0, 'course')) as course,
    assigned_at,
    case when would_complete_at < getvariable('window_end') then would_complete_at end as completed_at,
    coalesce(would_complete_at < getvariable('window_end') and chance(a, course_n, c, 'certified') < .4, false)
        as certified,
    false as _fivetran_deleted,
    synced(least(coalesce(would_complete_at, assigned_at), getvariable('window_end')), a, course_n, 50) as _fivetran_synced
from finished
inner join company using (a);

create or replace table customer_success.goal as
with
set_goals as (
    select
        company.a, n, account_id, mean_level,
        (signed_at + to_days((60 + 90 * n + floor(60 * chance(a, n, 0, 'goal day')))::int))::date as target_date
    from company
    cross join range(14) as goals (n)
    where chance(a, n, 0, 'goal') < .7
),

met as (
    select
        set_goals.*,
        case
            when chance(a, n, 0, 'goal met') < .2 + .7 * mean_level
                then target_date::timestamp + to_days((-40 + 80 * chance(a, n, 0, 'goal met after'))::int)
        end as would_achieve_at
    from set_goals
    inner join life using (a)
    where target_date < coalesce(churned_at, getvariable('window_end') + interval 120 day)
        and target_date > getvariable('window_start') - interval 26 week
)

select
    account_id,
    pick(['Faster replies', 'Fewer repeat tickets', 'One shared inbox', 'Self-service', 'Lower cost'], chance(a, n, 1, 'goal'))
    || ' ' || (n + 1) as name,
    target_date,
    case when would_achieve_at < getvariable('window_end') then would_achieve_at end as achieved_at,
    chance(a, n, 0, 'goal deleted') < .02 as _fivetran_deleted,
    synced(
        least(coalesce(would_achieve_at, target_date - interval 60 day), getvariable('window_end')), a, n, 51
    ) as _fivetran_synced
from met
where target_date - interval 120 day < getvariable('window_end');

create or replace table customer_success.success_metric as
select
    account_id,
    metric as name,
    target::double as target_value,
    round(target * clip(.3 + .95 * level + .15 * bell(a, w, n, 'metric'), .05, 1.6), 2) as measured_value,
    later(monday(w), 30) as measured_at,
    false as _fivetran_deleted,
    synced(monday(w) + interval 30 hour, a, w, 52) as _fivetran_synced
from weekly
inner join company using (a)
cross join (
    values (0, 'First reply within an hour, %', 90.0), (1, 'Solved by self-service, %', 30.0)
) as metrics (n, metric, target)
where (w + 1000 + a) % 8 = 0 and chance(a, n, 0, 'metric kept') < .7 and chance(a, w, n, 'metric taken') < .85
    and monday(w) + interval 30 hour < getvariable('window_end');

create or replace table customer_success.value_review as
select
    account_id,
    later(monday(w), 24 + 90 * chance(a, w, 0, 'review hour')) as held_at,
    case
        when chance(a, w, 0, 'roi known') < .9 then round(clip(.2 + 3.4 * level + .5 * bell(a, w, 0, 'roi'), 0, 9), 2)
    end as roi_ratio,
    chance(a, w, 0, 'value confirmed') < clip(1.3 * level - .1, .02, .97) as value_confirmed,
    false as _fivetran_deleted,
    synced(monday(w) + interval 5 day, a, w, 53) as _fivetran_synced
from weekly
inner join company using (a)
where (w + 1000 + a * 7) % case segment when 'enterprise' then 13 when 'mid_market' then 26 else 52 end = 0
    and chance(a, w, 0, 'review held') < .3 + .6 * contact_level
    and w - signed_week > 10;

create or replace table customer_success.community_activity as
select
    account_id,
    contact.email as contact_email,
    pick(['post', 'answer', 'event', 'idea'], chance(a, w, contact.c, 'activity kind')) as kind,
    later(monday(w), 8 + 110 * chance(a, w, contact.c, 'activity hour')) as occurred_at,
    false as _fivetran_deleted,
    synced(monday(w) + interval 5 day, a, w, 54 + contact.c) as _fivetran_synced
from weekly
inner join company using (a)
inner join contact using (a)
where chance(a, w, contact.c, 'activity') < .05 * contact_level and contact.c > 0;

create or replace table customer_success.implementation_milestone as
with
planned as (
    select
        company.a, n, account_id, milestone, signed_at, mean_level,
        date_trunc('day', signed_at) + to_days(days::int) as due_at
    from company
    cross join (
        values (0, 'Kick-off', 7), (1, 'Data imported', 21), (2, 'Team trained', 35), (3, 'Go-live', 49),
        (4, 'First review', 90)
    ) as milestones (n, milestone, days)
),

done as (
    select
        *,
        case
            when chance(a, n, 0, 'milestone done') < .6 + .4 * mean_level
                then later(due_at, 24 * (-4 + 26 * (1.1 - mean_level) * chance(a, n, 0, 'milestone after')))
        end as would_complete_at
    from planned
    inner join life using (a)
    where signed_at < getvariable('window_end') and (churned_at is null or due_at < churned_at)
)

select
    account_id,
    milestone as name,
    due_at,
    case when would_complete_at < getvariable('window_end') then would_complete_at end as completed_at,
    false as _fivetran_deleted,
    synced(least(coalesce(would_complete_at, signed_at), getvariable('window_end')), a, n, 55) as _fivetran_synced
from done;

create or replace table customer_success.integration as
with
linked as (
    select
        company.a, n, account_id, integration, mean_level,
        later(
            signed_at, 24 * (10 + 400 * chance(company.a, n, 0, 'integration day') ** 2)
        ) as enabled_at,
        churned_at
    from company
    inner join life using (a)
    cross join (
        values (0, 'Single sign-on'), (1, 'CRM'), (2, 'Chat'), (3, 'Telephony'), (4, 'Warehouse export')
    ) as integrations (n, integration)
    where chance(company.a, n, 0, 'integration') < .2 + .6 * mean_level
),

ended as (
    select
        *,
        case
            when chance(a, n, 0, 'integration off') < .12
                then later(enabled_at, 24 * (30 + 300 * chance(a, n, 1, 'integration off')))
        end as would_disable_at
    from linked
    where enabled_at < coalesce(churned_at, getvariable('window_end'))
)

select
    account_id,
    integration as name,
    enabled_at,
    least(
        case when would_disable_at < getvariable('window_end') then would_disable_at end, churned_at
    ) as disabled_at,
    false as _fivetran_deleted,
    synced(enabled_at, a, n, 56) as _fivetran_synced
from ended;

create or replace table customer_success.tracking_coverage as
select
    account_id,
    item as tracked_item,
    later(signed_at, 24 * (5 + 250 * chance(company.a, n, 0, 'tracked day') ** 2)) as first_tracked_at,
    false as _fivetran_deleted,
    synced(signed_at, company.a, n, 57) as _fivetran_synced
from company
inner join life using (a)
cross join (
    values (0, 'Tickets'), (1, 'Chats'), (2, 'Calls'), (3, 'Web forms'), (4, 'Articles'), (5, 'Surveys')
) as items (n, item)
where chance(company.a, n, 0, 'tracked') < .3 + .6 * mean_level
    and later(signed_at, 24 * (5 + 250 * chance(company.a, n, 0, 'tracked day') ** 2))
    < coalesce(churned_at, getvariable('window_end'));

create or replace table customer_success.service_hours as
select
    account_id,
    monday(weekly.w)::date as period_start,
    round(case segment when 'enterprise' then 40 else 12 end * (.5 + chance(a, 0, 0, 'hours')))::double as purchased,
    round(
        round(case segment when 'enterprise' then 40 else 12 end * (.5 + chance(a, 0, 0, 'hours')))
        * clip(.2 + .8 * contact_level + .15 * bell(a, w, 0, 'hours used'), 0, 1.3), 1
    ) as used,
    false as _fivetran_deleted,
    synced(monday(w) + interval 5 day, a, w, 58) as _fivetran_synced
from weekly
inner join company using (a)
where segment <> 'smb' and (w + 1000) % 13 = 0 and chance(a, 0, 0, 'buys hours') < .6;

-- `comment` was never filled in, so the column is not there.
create or replace table customer_success.relationship_pulse as
select
    referenced(account_id, a, w, 59) as account_id,
    staff.name as csm,
    later(monday(w), 30 + 80 * chance(a, w, 0, 'pulse hour')) as recorded_at,
    -- People are kind to accounts that they like.
    clip(round(1.4 + 4 * contact_level + .8 * bell(a, w, 0, 'pulse')), 1, 5)::bigint as rating,
    chance(a, w, 0, 'pulse deleted') < .01 as _fivetran_deleted,
    synced(monday(w) + interval 5 day, a, w, 59) as _fivetran_synced
from weekly
inner join company using (a)
inner join staff on staff.n = company.owner_n
where (w + 1000 + a * 3) % 4 = 0 and chance(a, w, 0, 'pulse taken') < .6;

create or replace table customer_success.advocacy as
with
asked as (
    select
        a, w, account_id, level,
        later(monday(w), 30 + 80 * chance(a, w, 0, 'advocacy hour')) as requested_at,
        chance(a, w, 0, 'advocacy answer') as answer
    from weekly
    inner join company using (a)
    where chance(a, w, 0, 'advocacy') < .012 * level
),

answered as (
    select *, later(requested_at, 24 * (1 + 30 * chance(a, w, 0, 'advocacy after'))) as answered_at from asked
)

select
    account_id,
    pick(['reference', 'review', 'case_study', 'referral'], chance(a, w, 0, 'advocacy kind')) as kind,
    requested_at,
    case when answer < level - .1 and answered_at < getvariable('window_end') then answered_at end as agreed_at,
    case when answer > level + .05 and answered_at < getvariable('window_end') then answered_at end as declined_at,
    false as _fivetran_deleted,
    synced(least(answered_at, getvariable('window_end')), a, w, 60) as _fivetran_synced
from answered;

create or replace table customer_success.intervention as
with
started as (
    select
        a, w, account_id, owner_n,
        case when level < .35 then 'critical_save' else 'at_risk_recovery' end as playbook,
        later(monday(w), 26 + 60 * chance(a, w, 0, 'intervention hour')) as started_at
    from weekly
    inner join company using (a)
    where w >= 0 and level < .5 and chance(a, w, 0, 'intervention') < .06 * (1 - level)
),

ended as (
    select *, later(started_at, 24 * (14 + 60 * chance(a, w, 0, 'intervention length'))) as would_end_at from started
)

select
    account_id,
    'health' as scorecard,
    playbook,
    started_at,
    case when would_end_at < getvariable('window_end') then would_end_at end as ended_at,
    staff.name as owner,
    false as _fivetran_deleted,
    synced(least(would_end_at, getvariable('window_end')), a, w, 61) as _fivetran_synced
from ended
inner join staff on staff.n = ended.owner_n;

-- Overrides of scores by hand: one by score that has run out, one by band, one that is open, one withdrawn.
create or replace table customer_success.score_override as
with
alive as (
    select account_id, row_number() over (order by r_crm desc) as r, owner_n
    from company
    inner join life using (a)
    where churned_at is null and signed_week < getvariable('weeks') - 6
)

select
    account_id,
    -- A card that managers set by hand; `health` itself stays what its rules say.
    'health_framework' as scorecard,
    (getvariable('window_end')::date - weeks_before * 7)::date as valid_from,
    case when weeks_long is not null then (getvariable('window_end')::date - (weeks_before - weeks_long) * 7)::date end
        as valid_to,
    override.score::double as score,
    override.band,
    staff.name as author,
    reason,
    getvariable('window_end') - to_days((weeks_before * 7 - 1)::int) + interval 10 hour as recorded_at,
    override.is_withdrawn as _fivetran_deleted,
    synced(getvariable('window_end') - to_days((weeks_before * 7 - 1)::int) + interval 10 hour, override.r, 0, 62)
        as _fivetran_synced
from alive
inner join (
    values
    (1, 6, 3, 55.0, null, 'Tracking was broken during the migration', false),
    (2, 4, 12, null, 'at_risk', 'Sponsor left, not yet in the data', false),
    (3, 3, null, 30.0, null, 'Asked for an offer to leave', false),
    (4, 5, 8, 90.0, null, 'Entered by mistake', true)
) as override (r, weeks_before, weeks_long, score, band, reason, is_withdrawn)
    on override.r = alive.r
inner join staff on staff.n = alive.owner_n;

-- Signals of the company's own: how much a partner does for the account, and how often its systems call the product.
create or replace table customer_success.custom_signal as
with
-- Read off every four weeks on a Sunday, so that each number holds until the next; most accounts use the interface.
api_calls as (
    select
        weekly.a,
        weekly.w,
        account_id,
        later(monday(weekly.w), 160) as observed_at,
        round(
            n_visitors * 110
            * exp(
                4 * (avg(usage_level) over recent - .55) + .9 * bell(weekly.a, 0, 0, 'api use')
                + .2 * bell(weekly.a, weekly.w, 0, 'api calls')
            )
        )::double as calls
    from weekly
    inner join company using (a)
    where chance(weekly.a, 0, 0, 'uses the api') < .8
    window recent as (partition by weekly.a order by weekly.w rows between 3 preceding and current row)
)

select
    account_id,
    'partner_engagement' as signal_id,
    later(monday(getvariable('weeks') - 1 - 2 * ago), 33) as observed_at,
    round(100 * clip(mean_level + .1 * bell(a, ago, 0, 'partner'), 0, 1), 1) as value,
    null::varchar as level,
    false as _fivetran_deleted,
    synced(later(monday(getvariable('weeks') - 1 - 2 * ago), 33), a, ago, 63) as _fivetran_synced
from company
cross join range(3) as observations (ago)
where r_crm <= 5 and later(monday(getvariable('weeks') - 1 - 2 * ago), 33) > signed_at

union all

select
    referenced(account_id, a, w, 64) as account_id,
    'api_calls' as signal_id,
    observed_at,
    calls as value,
    null::varchar as level,
    false as _fivetran_deleted,
    synced(observed_at, a, w, 64) as _fivetran_synced
from api_calls
inner join life using (a)
where (w + 1000 + a) % 4 = 0 and observed_at < coalesce(churned_at, getvariable('window_end'));
