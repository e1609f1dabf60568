-- Product analytics: accounts, visitors, features, polls. The event tables are made by 51_pendo_events.sql, in chunks of weeks.

-- The product's own accounts. Most carry the CRM id; the others are traps:
-- no account at all, equal id, nothing but the e-mail domain, nothing that matches, no row in account_history.
create or replace temp table product_account as
with
classed as (
    select
        company.*,
        life.churned_at,
        case
            when r_product <= few then 'silent'
            when r_product <= 2 * few then 'not in history'
            when r_product <= 2 * few + several then 'equal id'
            when r_product <= 2 * few + 2 * several then 'domain only'
            when r_product <= 3 * few + 2 * several then 'unmatched'
            when r_product <= 4 * few + 2 * several then 'two product accounts'
            else 'carried'
        end as class
    from company
    inner join life using (a)
    where signed_at < getvariable('window_end')
)

select
    a,
    instance.i,
    class,
    case
        when class = 'equal id' then classed.account_id
        else split_part(domain, '.', 1) || '-' || substr(hex_id('', a, instance.i, 0, 'product account'), 1, 5)
        || case when instance.i = 1 then '-sandbox' else '' end
    end as product_account_id,
    case
        when class in ('carried', 'two product accounts', 'not in history')
            then coalesce(
                case when chance(a, 0, 0, 'stale id') < .7 then merged.account_id end,
                referenced(classed.account_id, a, 0, 8)
            )
    end as carried_id,
    class <> 'not in history' as is_in_history,
    -- Users of the unmatched come with addresses of a public mail service.
    case when class = 'unmatched' then 'example.com' end as public_domain,
    segment, plan, signed_at, churned_at, name
from classed
inner join (values (0), (1)) as instance (i)
    on instance.i = 0 or class = 'two product accounts'
left join (select master_a, account_id from extra_account where kind = 'merged') as merged
    on merged.master_a = classed.a
where class <> 'silent';

create or replace table pendo.account_history as
with
versions as (
    select
        product_account.*,
        version.v,
        -- The newest version is from the account's last weeks, older ones from its first.
        case version.v
            when 0 then greatest(signed_at, getvariable('crm_start')) + interval 1 day
            when 1 then greatest(signed_at, getvariable('window_start')) + interval 20 day
            else coalesce(churned_at, getvariable('window_end')) - interval 20 hour
        end as updated_at
    from product_account
    inner join (values (0), (1), (2)) as version (v)
        on version.v = 2
        or (version.v = 1 and chance(a, 0, 0, 'second version') < .3)
        or (version.v = 0 and chance(a, 0, 0, 'third version') < .3)
    where is_in_history
)

select
    product_account_id as id,
    greatest(updated_at, signed_at + interval 2 hour) as last_updated_at,
    signed_at + interval 1 hour as first_visit,
    greatest(updated_at - interval 3 hour, signed_at + interval 1 hour) as last_visit,
    -- The CRM id was not there from the first day.
    case when v = 0 and chance(a, 1, 0, 'third version') < .5 then null else carried_id end as salesforce_account_id_c,
    plan as agent_planlevel,
    segment as salesforce_segment_c,
    v = 2 as agent_is_paying,
    synced(greatest(updated_at, signed_at + interval 2 hour), a, v, 20) as _fivetran_synced
from versions
where updated_at < getvariable('window_end')
    and (v = 2 or updated_at < coalesce(churned_at, getvariable('window_end')) - interval 2 day);

create or replace temp table visitor as
with
drawn as (
    select
        company.a,
        person.p as v,
        person.name,
        person.email,
        -- Most users start with the account, the others over the years.
        case
            when person.p < .65 * company.n_visitors or chance(company.a, person.p, 0, 'early user') < .3
                then later(signed_at, 12 + 400 * chance(company.a, person.p, 0, 'user starts'))
            else later(
                signed_at,
                (epoch(getvariable('window_end')) - epoch(signed_at)) / 3600e0
                * chance(company.a, person.p, 1, 'user starts')
            )
        end as starts_at,
        company.signed_at,
        life.churned_at,
        .55 + .75 * chance(company.a, person.p, 0, 'keen') as keenness,
        -- However small the company, one visitor is in two accounts.
        person.p = 0 and company.r_product >= n_all - 1 as is_example
    from company
    inner join person using (a)
    inner join life using (a)
    where person.p < company.n_visitors
),

ended as (
    select
        *,
        least(
            coalesce(churned_at, getvariable('window_end')),
            case
                when chance(a, v, 0, 'user leaves') < .25
                    then later(starts_at, 24 * 700 * chance(a, v, 1, 'user leaves'))
                else getvariable('window_end')
            end
        ) as ends_at
    from drawn
)

select
    ended.a,
    ended.v,
    ended.name,
    ended.starts_at,
    ended.ends_at,
    keenness,
    product_account.product_account_id,
    case
        when public_domain is not null then split_part(email, '@', 1) || '@' || public_domain
        else email
    end as email,
    hex_id('usr-', ended.a, ended.v, 0, 'visitor') as visitor_id,
    -- Some ids come in another spelling with feature events.
    case
        when chance(ended.a, ended.v, 0, 'spelling') < .02 then upper(hex_id('usr-', ended.a, ended.v, 0, 'visitor'))
        when chance(ended.a, ended.v, 0, 'spelling') < .04 then hex_id('usr-', ended.a, ended.v, 0, 'visitor') || '  '
        else hex_id('usr-', ended.a, ended.v, 0, 'visitor')
    end as feature_visitor_id,
    -- A few work in another customer's account too.
    case
        when chance(ended.a, ended.v, 0, 'second home') < .012 or is_example
            then lead(product_account.product_account_id)
                over (order by ended.a, product_account.i, ended.v)
    end as neighbour_id,
    case
        when chance(ended.a, ended.v, 0, 'second home') < .012 or is_example
            then first_value(product_account.product_account_id)
                over (order by ended.a, product_account.i, ended.v)
    end as first_product_id
from ended
inner join product_account
    on product_account.a = ended.a
    and product_account.i = case when class = 'two product accounts' and ended.v % 4 = 3 then 1 else 0 end
where ended.starts_at < least(getvariable('window_end'), ended.ends_at);

-- The second account of a visitor in two: the neighbour's where it differs, else the first of all.
create or replace temp table second_home as
select
    a, v,
    case when neighbour_id <> product_account_id then neighbour_id else first_product_id end as second_account_id
from visitor
where coalesce(neighbour_id, first_product_id) is not null
    and case when neighbour_id <> product_account_id then neighbour_id else first_product_id end
    <> product_account_id;

create or replace table pendo.visitor_history as
with
versions as (
    select visitor.*, starts_at + interval 1 hour as updated_at, 0 as version from visitor
    union all
    select visitor.*, ends_at - interval 5 hour, 1
    from visitor
    where ends_at > starts_at + interval 10 day
)

select
    visitor_id as id,
    product_account_id as account_id,
    starts_at as first_visit,
    greatest(updated_at - interval 1 hour, starts_at) as last_visit,
    updated_at as last_updated_at,
    email as agent_email,
    name as agent_full_name,
    synced(updated_at, a, v, 21 + version) as _fivetran_synced
from versions
where updated_at < getvariable('window_end');

create or replace table pendo.visitor_account_history as
with
links as (
    select a, v, visitor_id, product_account_id, starts_at, ends_at from visitor
    union all
    select visitor.a, visitor.v, visitor_id, second_account_id, starts_at + interval 4 day, ends_at
    from visitor
    inner join second_home using (a, v)
),

versions as (
    select *, starts_at + interval 1 hour as updated_at from links
    union all
    select *, ends_at - interval 5 hour from links where ends_at > starts_at + interval 10 day
)

select
    visitor_id,
    product_account_id as account_id,
    updated_at as visitor_last_updated_at,
    synced(updated_at, a, v, 23) as _fivetran_synced
from versions
where updated_at < getvariable('window_end');

create or replace table pendo.feature_history as
select
    feature_id as id,
    case version.v when 0 then 'Old ' || lower(name) else name end as name,
    is_core as is_core_event,
    'pg_' || (n % 12) as page_id,
    getvariable('history_start') + to_days((30 * version.v + n)::int) as last_updated_at,
    synced(getvariable('history_start') + to_days((30 * version.v + n)::int), n, version.v, 24) as _fivetran_synced
from feature
inner join (values (0), (1)) as version (v) on version.v = 1 or n % 4 = 0;

create or replace table pendo.poll as
select
    id, attribute_type, question,
    synced(getvariable('window_start'), hash(id) >> 1, 0, 25) as _fivetran_synced
from (
    values
    ('poll-nps-a', 'NPSRating', 'How likely are you to recommend us to a colleague?'),
    ('poll-nps-b', 'npsrating', 'How likely are you to recommend us to a friend?'),
    ('poll-help', 'YesNo', 'Was this article helpful?'),
    ('poll-words', 'FreeForm', 'What should we build next?')
) as p (id, attribute_type, question);

-- Answers, twice a year a visitor at most. They are text: padded, spelt with zeros, words, beyond the scale.
create or replace table pendo.poll_event as
with
asked as (
    select
        visitor.*,
        weekly.w,
        weekly.level,
        later(monday(weekly.w), 9 + 100 * chance(visitor.a, visitor.v, weekly.w, 'answer hour')) as answered_at,
        chance(visitor.a, visitor.v, weekly.w, 'dirty answer') as dirt,
        pick(['poll-nps-a', 'poll-nps-a', 'poll-nps-b'], chance(visitor.a, visitor.v, weekly.w, 'poll')) as poll_id,
        clip(
            round(1.5 + 9 * weekly.level + 1.9 * bell(visitor.a, visitor.v, weekly.w, 'answer')), 0, 10
        )::int as rating
    from weekly
    inner join visitor using (a)
    where weekly.w >= 0 and chance(visitor.a, visitor.v, weekly.w, 'answers') < .009 + .006 * weekly.level
),

answers as (
    select
        a, v, w, visitor_id, product_account_id, answered_at, starts_at, ends_at, poll_id,
        case
            when dirt < .004 then 'great product'
            when dirt < .008 then '11'
            when dirt < .012 then ''
            when dirt < .03 then '0' || rating
            when dirt < .05 then ' ' || rating || ' '
            else rating::varchar
        end as poll_response
    from asked

    union all

    -- The other polls: yes and no, and free words.
    select
        a, v, w, visitor_id, product_account_id, answered_at + interval 10 minute, starts_at, ends_at,
        case when dirt < .5 then 'poll-help' else 'poll-words' end,
        case when dirt < .3 then 'Yes' when dirt < .5 then 'No' else 'More shortcuts, please' end
    from asked
    where chance(a, v, w, 'other poll') < .35

    union all

    -- However small the company, every kind of dirty answer is there.
    select
        a, v, 5000 + dirty.n, visitor_id, product_account_id,
        getvariable('window_end') - to_hours((20 + 24 * dirty.n)::int), starts_at, ends_at, 'poll-nps-a', dirty.answer
    from visitor
    inner join (values (0, '07'), (1, 'great product'), (2, ' 9 '), (3, '11')) as dirty (n, answer)
        on visitor.v = dirty.n
    where visitor.ends_at >= getvariable('window_end') and visitor.a < 6
)

select
    hex_id('', a, v, hash(w || poll_id) >> 1, 'poll event') as _fivetran_id,
    poll_id,
    visitor_id,
    product_account_id as account_id,
    poll_response,
    answered_at as timestamp,
    'guide-1' as guide_id,
    'ui:web:pollResponse' as type,
    synced(answered_at, a, v, 26 + w) as _fivetran_synced
from answers
where answered_at >= starts_at and answered_at < ends_at and answered_at < getvariable('window_end');

-- Empty event tables, filled by chunks of weeks.
create or replace table pendo.event (
    _fivetran_id varchar, account_id varchar, visitor_id varchar, timestamp timestamp,
    num_events bigint, num_minutes bigint, app_id varchar, _fivetran_synced timestamp
);
create or replace table pendo.feature_event (
    _fivetran_id varchar, account_id varchar, visitor_id varchar, feature_id varchar, timestamp timestamp,
    num_events bigint, num_minutes bigint, app_id varchar, _fivetran_synced timestamp
);
create or replace table pendo.page_event (
    _fivetran_id varchar, account_id varchar, visitor_id varchar, page_id varchar, timestamp timestamp,
    num_events bigint, num_minutes bigint, app_id varchar, _fivetran_synced timestamp
);
