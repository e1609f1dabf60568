-- Events of the weeks [first_week, last_week]. One row per visitor, account and hour with any use.

-- Which features an account has taken up, in the order of their numbers, by account and four weeks.
create or replace temp table adopted as
with
used as (
    select
        weekly.a,
        weekly.w,
        feature.n,
        feature.feature_id
    from weekly
    inner join company using (a)
    left join plan_change on plan_change.a = weekly.a and plan_change.changed_at < monday(weekly.w)
    inner join plan_price on plan_price.plan = coalesce(plan_change.new_plan, company.plan)
    inner join feature on feature.plan_rank <= plan_price.plan_rank
    where weekly.w between getvariable('first_week') and getvariable('last_week')
        and (
            feature.n = 0
            or chance(weekly.a, feature.n, 0, 'takes up')
            < clip(-.05 + 1.22 * usage_level + .08 * bell(weekly.a, feature.n, (weekly.w + 1000) // 6, 'takes up'), 0, .98)
        )
)

select a, w, list(feature_id order by n) as features
from used
group by a, w;

create or replace temp table use_hour as
with
-- Who is active in the week at all.
active as (
    select
        visitor.a, visitor.v, weekly.w, weekly.usage_level, visitor.starts_at, visitor.ends_at
    from weekly
    inner join visitor using (a)
    where weekly.w between getvariable('first_week') and getvariable('last_week')
        and visitor.starts_at < monday(weekly.w + 1)
        and visitor.ends_at > monday(weekly.w)
        and chance(visitor.a, visitor.v, weekly.w, 'active week')
        < clip(visitor.keenness * (.02 + 1.15 * weekly.usage_level ** 1.5), 0, .97)
),

days as (
    select
        active.a, active.v, active.w, active.usage_level, starts_at, ends_at,
        company.segment,
        d,
        monday(active.w) + to_hours(
            (24 * d + 8 + floor(7 * chance(active.a, active.v, active.w * 7 + d, 'hour')) + hour_shift)::int
        ) as hour
    from active
    inner join company using (a)
    cross join range(7) as day (d)
    where chance(active.a, active.v, active.w * 7 + d, 'active day')
        < case when d >= 5 then .03 else .08 + .52 * usage_level end
),

hours as (
    select *, 0 as slot from days
    union all
    select * replace (hour + to_hours(1 + (d % 3)::int) as hour), 1
    from days
    where chance(a, v, w * 7 + d, 'second hour') < .12
)

select
    hours.a, hours.v, hours.w, hours.hour,
    (hours.w + 1000) * 16 + hours.d * 2 + hours.slot as occasion,
    1 + floor(
        (2 + 20 * usage_level) * case segment when 'enterprise' then 1.5 when 'smb' then .75 else 1 end
        * exp(.45 * bell(hours.a, hours.v, (hours.w + 1000) * 16 + hours.d * 2 + hours.slot, 'events'))
    )::bigint as num_events
from hours
where hour >= starts_at and hour < ends_at;

insert into pendo.event
with
located as (
    select
        use_hour.*,
        visitor.visitor_id,
        case
            when second_account_id is not null and chance(use_hour.a, use_hour.v, occasion, 'elsewhere') < .3
                then second_account_id
            else product_account_id
        end as account_id,
        chance(use_hour.a, use_hour.v, occasion, 'lateness') as lateness
    from use_hour
    inner join visitor using (a, v)
    left join second_home using (a, v)
),

rows_made as (
    select
        -- The loader has no id for part of what comes late.
        case when lateness >= .006 then hex_id('', a, v, occasion, 'event') end as _fivetran_id,
        account_id,
        visitor_id,
        hour as timestamp,
        num_events,
        least(60, 1 + floor(num_events * (.25 + .8 * chance(a, v, occasion, 'minutes'))))::bigint as num_minutes,
        '-323232' as app_id,
        case
            when lateness < .015
                then least(
                    later(hour, 24 + 216 * chance(a, v, occasion, 'days late')), getvariable('last_load')
                )
            else synced(hour, a, v, occasion)
        end as _fivetran_synced,
        chance(a, v, occasion, 'twice') < .003 as is_twice
    from located
)

select * exclude (is_twice) from rows_made
union all
-- The same row, loaded again.
select * exclude (is_twice) replace (
    least(_fivetran_synced + interval 26 hour, getvariable('last_load') + interval 1 hour) as _fivetran_synced
)
from rows_made
where is_twice;

insert into pendo.feature_event
with
picked as (
    select
        use_hour.*,
        slot,
        features,
        floor(len(features) * chance(a, v, occasion, 'feature') ** 1.2)::int as place
    from use_hour
    inner join adopted using (a, w)
    cross join (values (0), (1)) as slots (slot)
    where (slot = 0 and chance(a, v, occasion, 'uses feature') < .5)
        or (slot = 1 and len(features) > 1 and chance(a, v, occasion, 'uses two') < .2)
)

select
    hex_id('', picked.a, picked.v, occasion * 2 + slot, 'feature event') as _fivetran_id,
    product_account_id as account_id,
    case
        -- Before they log in, users are anonymous: an id of the browser, and no visitor row.
        when chance(picked.a, picked.v, occasion * 2 + slot, 'anonymous') < .02
            then hex_id('_PENDO_T_', picked.a, picked.v // 4, 0, 'anonymous')
        when chance(picked.a, picked.v, occasion, 'spelt so') < .7 then feature_visitor_id
        else visitor_id
    end as visitor_id,
    features[1 + (place + slot * (1 + len(features) // 2)) % len(features)] as feature_id,
    hour as timestamp,
    1 + floor(num_events / 2 * chance(picked.a, picked.v, occasion * 2 + slot, 'feature count'))::bigint as num_events,
    1 + floor(num_events / 6 * chance(picked.a, picked.v, occasion * 2 + slot, 'feature minutes'))::bigint as num_minutes,
    '-323232' as app_id,
    synced(hour, picked.a, picked.v, occasion + 1) as _fivetran_synced
from picked
inner join visitor using (a, v);

insert into pendo.page_event
select
    hex_id('', use_hour.a, use_hour.v, occasion, 'page event') as _fivetran_id,
    product_account_id as account_id,
    visitor_id,
    'pg_' || floor(12 * chance(use_hour.a, use_hour.v, occasion, 'page'))::int as page_id,
    hour as timestamp,
    1 + floor(num_events / 2 * chance(use_hour.a, use_hour.v, occasion, 'page count'))::bigint as num_events,
    1 + floor(num_events / 5 * chance(use_hour.a, use_hour.v, occasion, 'page minutes'))::bigint as num_minutes,
    '-323232' as app_id,
    synced(hour, use_hour.a, use_hour.v, occasion + 2) as _fivetran_synced
from use_hour
inner join visitor using (a, v)
where chance(use_hour.a, use_hour.v, occasion, 'looks at page') < .45;
