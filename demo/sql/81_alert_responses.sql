-- Answers to alerts: who starts an intervention says so, and of the alerts that are listed most are answered in time,
-- some late, some never.
create or replace table customer_success.alert_response as
with
told as (
    select
        company.a, week_of(opened_week) as w, hash(rule) % 1000003 as r, told_alert.account_id, rule, opened_week, owner_n,
        chance(company.a, week_of(opened_week), hash(rule) % 1000003, 'alert answer') as answer,
        9 + 90 * chance(company.a, week_of(opened_week), hash(rule) % 1000003, 'alert hour') ** 2 as hours
    from told_alert
    inner join company using (account_id)
),

answered as (
    select a, w, r, account_id, rule, owner_n, 'done' as state, later(opened_week, hours) as responded_at
    from told
    where answer < .58

    union all

    select a, w, r, account_id, rule, owner_n, 'acknowledged', later(opened_week, hours / 3)
    from told
    where answer between .58 and .7

    union all

    select a, w, r, account_id, rule, owner_n, 'done', later(opened_week, 150 + hours)
    from told
    where answer between .58 and .7

    union all

    select a, w, r, account_id, rule, owner_n, 'dismissed', later(opened_week, hours)
    from told
    where answer between .7 and .88

    union all

    -- Late.
    select a, w, r, account_id, rule, owner_n, 'done', later(opened_week, 190 + 3 * hours)
    from told
    where answer between .88 and .95

    union all

    -- Some alert of theirs, which nobody has to have seen.
    select
        company.a, w, 7, intervention.account_id,
        'health_enters_at_risk', owner_n, 'acknowledged', started_at
    from customer_success.intervention
    inner join company using (account_id)
    cross join lateral (select week_of(started_at) as w) as started

    union all

    select
        company.a, w, 8, intervention.account_id,
        'health_enters_at_risk', owner_n, 'done', ended_at
    from customer_success.intervention
    inner join company using (account_id)
    cross join lateral (select week_of(started_at) as w) as started
    where ended_at is not null
),

landed as (
    select
        *,
        chance(a, w, r, 'answer dirt') as dirt
    from answered
    where responded_at < getvariable('window_end')
)

select
    referenced(landed.account_id, a, w, 65) as account_id,
    rule,
    responded_at,
    staff.name as responded_by,
    case when dirt < .01 then 'snoozed' when dirt < .04 then upper(state) else state end as state,
    case
        when state = 'dismissed'
            then pick(['Seasonal, as every year', 'Known, they merge two teams', 'Test accounts were closed'], dirt)
        when state = 'done' and dirt > .5 then 'Called the account, next steps agreed'
    end as note,
    dirt between .04 and .05 as _fivetran_deleted,
    synced(responded_at, a, w, 65) as _fivetran_synced
from landed
inner join staff on staff.n = landed.owner_n
-- A load that ran twice.
cross join range(2) as loads (load)
where load = 0 or dirt between .05 and .06;
