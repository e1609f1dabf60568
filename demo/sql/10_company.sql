-- The customers, one row each, with everything that does not change by the week, and who their people are.

create or replace temp table word as
select
    [
        'Quor', 'Zel', 'Vint', 'Thrad', 'Ymber', 'Brisk', 'Caldo', 'Dravo', 'Elvo', 'Fenn',
        'Gorr', 'Hask', 'Illo', 'Jarro', 'Kest', 'Lumo', 'Morv', 'Nask', 'Orri', 'Pell',
        'Quill', 'Rasp', 'Sorre', 'Tamb', 'Ulver', 'Vesk', 'Wren', 'Xan', 'Yarro', 'Zorr',
        'Ambo', 'Bexo', 'Cinda', 'Dorn', 'Esto', 'Flax', 'Grell', 'Hobb', 'Ivar', 'Jolt'
    ] as heads,
    [
        'wick', 'mere', 'dale', 'stead', 'brook', 'lund', 'gate', 'holm', 'crest', 'field',
        'vane', 'moor', 'ridge', 'well', 'haven', 'thorpe', 'combe', 'spire', 'march', 'fell',
        'by', 'ton', 'ham', 'ley', 'den', 'burn', 'side', 'worth', 'low', 'beck',
        'shaw', 'firth', 'garth', 'mond', 'quist', 'strand', 'vale', 'wyn', 'cote', 'barrow'
    ] as tails,
    [
        'Foods', 'Retail', 'Outfitters', 'Logistics', 'Freight', 'Clinics', 'Health', 'Systems', 'Software',
        'Bank', 'Mutual', 'Hotels', 'Travel', 'Energy', 'Works', 'Schools', 'Media', 'Homes'
    ] as kinds,
    [
        'Retail', 'Retail', 'Retail', 'Logistics', 'Logistics', 'Healthcare', 'Healthcare', 'Technology', 'Technology',
        'Financial Services', 'Financial Services', 'Hospitality', 'Hospitality', 'Utilities', 'Manufacturing',
        'Education', 'Media', 'Construction'
    ] as industries,
    [
        'Ada', 'Ben', 'Cleo', 'Dino', 'Edda', 'Finn', 'Gita', 'Hugo', 'Ines', 'Jonas', 'Kira', 'Leon', 'Mara', 'Nils',
        'Olga', 'Pavel', 'Quinn', 'Rosa', 'Sven', 'Tara', 'Umar', 'Vera', 'Wim', 'Xenia', 'Yuri', 'Zoe', 'Anouk',
        'Bruno', 'Chidi', 'Dalia', 'Emil', 'Farah'
    ] as first_names,
    [
        'Abara', 'Brandt', 'Castell', 'Dahl', 'Eriksen', 'Fonseca', 'Grau', 'Haddad', 'Ivers', 'Jansky', 'Kowal',
        'Lindt', 'Moreau', 'Novak', 'Okafor', 'Petrov', 'Quist', 'Rossi', 'Sato', 'Tran', 'Ulrich', 'Varga', 'Weiss',
        'Xu', 'Yilmaz', 'Zamora', 'Almeida', 'Bianchi', 'Conti', 'Dupont', 'Engel', 'Ferrer'
    ] as last_names;

-- What the demo product has: features, which plan may use them, and whether they are core there.
create or replace temp table feature as
select * from (
    values
    (0, 'ft_inbox', 'Shared inbox', 1, true), (1, 'ft_contacts', 'Contact book', 1, true),
    (2, 'ft_search', 'Search', 1, true), (3, 'ft_views', 'Saved views', 1, true),
    (4, 'ft_reports', 'Standard reports', 1, true), (5, 'ft_automations', 'Automations', 2, true),
    (6, 'ft_knowledge_base', 'Knowledge base', 2, true), (7, 'ft_sla', 'Service levels', 2, true),
    (8, 'ft_dashboards', 'Dashboards', 3, true), (9, 'ft_roles', 'Roles and permissions', 3, true),
    (10, 'ft_audit_log', 'Audit log', 3, true), (11, 'ft_shortcuts', 'Keyboard shortcuts', 1, false),
    (12, 'ft_export', 'Export', 1, false), (13, 'ft_mobile', 'Mobile view', 1, false),
    (14, 'ft_theme', 'Themes', 1, false), (15, 'ft_import', 'Import', 2, false),
    (16, 'ft_api', 'API keys', 2, false), (17, 'ft_webhooks', 'Webhooks', 2, false),
    (18, 'ft_sandbox', 'Sandbox', 3, false), (19, 'ft_translate', 'Translation', 3, false)
) as f (n, feature_id, name, plan_rank, is_core);

create or replace temp table plan_price as
select * from (
    values ('starter', 1, 2400), ('growth', 2, 4900), ('enterprise', 3, 8900)
) as p (plan, plan_rank, unit_amount);

create or replace temp table currency as
select * from (
    values ('usd', 1.0), ('eur', 0.9), ('gbp', 0.8), ('nok', 10.0)
) as c (currency, per_usd);

-- The staff that own accounts: one customer success manager per forty accounts, at least three.
create or replace temp table staff as
select
    n,
    sf_id('005', n) as user_id,
    pick(first_names, chance(n, 0, 0, 'staff first')) || ' ' || pick(last_names, chance(n, 0, 0, 'staff last')) as name
from word, range(greatest(3, ceil(getvariable('accounts') / 40e0)::int)) as r (n);

create or replace temp table company as
with
numbered as (
    select
        n::int as a,
        -- Ranks deal out shares exactly, and at least one account to every trap, however small the company.
        row_number() over (order by chance(n, 0, 0, 'rank segment'), n) as r_segment,
        row_number() over (order by chance(n, 0, 0, 'rank age'), n) as r_age,
        row_number() over (order by chance(n, 0, 0, 'rank product'), n) as r_product,
        row_number() over (order by chance(n, 0, 0, 'rank support'), n) as r_support,
        row_number() over (order by chance(n, 0, 0, 'rank billing'), n) as r_billing,
        row_number() over (order by chance(n, 0, 0, 'rank crm'), n) as r_crm,
        getvariable('accounts')::bigint as n_all,
        (n * 7919 + getvariable('seed') * 101) % 28800 as name_number,
        n // 28800 as name_round
    from range(getvariable('accounts')) as r (n)
),

segmented as (
    select
        numbered.*,
        case
            when (r_segment - 0.5) / n_all < .15 then 'enterprise'
            when (r_segment - 0.5) / n_all < .50 then 'mid_market'
            else 'smb'
        end as segment,
        round(n_all * .75)::bigint as n_old,
        heads[1 + (name_number % 40)::int] || tails[1 + (name_number // 40 % 40)::int] as stem,
        kinds[1 + (name_number // 1600)::int] as kind,
        industries[1 + (name_number // 1600)::int] as industry,
        case when name_round > 0 then ' ' || (name_round + 1) else '' end as name_suffix
    from numbered, word
),

timed as (
    select
        *,
        -- Three quarters signed before the window, up to three years; the others at even pace inside it.
        case
            when r_age <= n_old
                then getvariable('window_start') - to_days(7 + floor(chance(a, 0, 0, 'age') * 1080)::int)
            else getvariable('window_start') + to_days(
                floor(7 * getvariable('weeks') * (r_age - n_old - .5) / greatest(n_all - n_old, 1))::int
            )
        end + to_minutes(480 + floor(chance(a, 0, 0, 'created minute') * 540)::int) as created_at,
        chance(a, 0, 0, 'plan') as plan_draw,
        -- Most do well, about one in eight is in lasting trouble.
        case
            when chance(a, 0, 0, 'in trouble') < .15 then .04 + .26 * chance(a, 0, 0, 'trouble level')
            else clip(.755 + .115 * bell(a, 0, 0, 'mean level'), .3, .95)
        end as mean_level
    from segmented
),

sized as (
    select
        *,
        created_at + to_days(2 + floor(chance(a, 0, 0, 'signed') * 12)::int) as signed_at,
        case segment
            when 'enterprise' then case when plan_draw < .2 then 'growth' else 'enterprise' end
            when 'mid_market'
                then case when plan_draw < .15 then 'starter' when plan_draw < .85 then 'growth' else 'enterprise' end
            else case when plan_draw < .7 then 'starter' else 'growth' end
        end as plan,
        case segment
            when 'enterprise' then 20 + floor(40 * chance(a, 0, 0, 'size') ** 1.5)
            when 'mid_market' then 8 + floor(17 * chance(a, 0, 0, 'size'))
            else 3 + floor(7 * chance(a, 0, 0, 'size'))
        end::int as n_visitors,
        case segment when 'enterprise' then 6 when 'mid_market' then 4 else 3 end as n_contacts,
        case
            when segment = 'enterprise' then 'year'
            when segment = 'mid_market' then case when chance(a, 0, 0, 'term') < .85 then 'year' else 'month' end
            else case when chance(a, 0, 0, 'term') < .35 then 'year' else 'month' end
        end as term,
        pick(['AMER', 'AMER', 'EMEA', 'EMEA', 'APAC'], chance(a, 0, 0, 'region')) as region
    from timed
)

select
    a,
    sf_id('001', a) as account_id,
    r_age, r_product, r_support, r_billing, r_crm, n_all,
    segment, plan, term, region, industry, n_visitors, n_contacts, mean_level, created_at, signed_at,
    stem || ' ' || kind || name_suffix as name,
    lower(stem || kind || trim(name_suffix)) || '.example' as domain,
    pick(
        case region
            when 'AMER' then ['United States', 'Canada', 'Brazil', 'United States']
            when 'EMEA' then ['Germany', 'France', 'United Kingdom', 'Norway', 'Spain']
            else ['Australia', 'Japan', 'Singapore', 'India']
        end, chance(a, 0, 0, 'country')
    ) as country,
    pick(
        ['Customer support', 'Internal help desk', 'Field service', 'Order desk'], chance(a, 0, 0, 'use case')
    ) as use_case,
    case region when 'AMER' then 5 when 'APAC' then -8 else 0 end as hour_shift,
    ceil(n_visitors * (1 + .3 * chance(a, 0, 0, 'seats')))::bigint as seats,
    floor(chance(a, 0, 0, 'owner') * (select count(*) from staff))::int as owner_n,
    week_of(signed_at) as signed_week,
    -- Go-live is not filled in for a few.
    case
        when chance(a, 0, 0, 'go live known') < .97
            then (created_at + to_days(21 + floor(chance(a, 0, 0, 'go live') * 35)::int))::date
    end as go_live_date,
    chance(a, 0, 0, 'sponsor') < .35 + .6 * mean_level as has_sponsor,
    -- How many rows of a rank a share is: at least one account gets every trap.
    greatest(1, round(n_all * .02))::bigint as few,
    greatest(1, round(n_all * .05))::bigint as several
from sized;

-- People are named by their place in the account: 0 .. n - 1 are users of the product, 1000 the executive.
create or replace temp macro person_name(heads, tails, a, p) as
    pick(heads, chance(a, p, 0, 'person first')) || ' ' || pick(tails, chance(a, p, 0, 'person last'));

create or replace temp table person as
select
    company.a,
    people.p,
    person_name(first_names, last_names, company.a, people.p) as name,
    -- A name may come twice in an account: the place keeps addresses apart.
    lower(replace(person_name(first_names, last_names, company.a, people.p), ' ', '.'))
    || case when people.p between 1 and 999 then people.p::varchar else '' end
    || '@' || company.domain as email
from company, word, unnest(range(company.n_visitors) || [1000]) as people (p);
