-- Surveys: a relationship NPS every quarter of a year, and a satisfaction survey twice a year.

create or replace table qualtrics.survey as
select
    id, survey_name, 'Active' as survey_status, false as _fivetran_deleted,
    synced(getvariable('crm_start'), hash(id) >> 1, 0, 40) as _fivetran_synced
from (
    values ('SV_relationship', 'Relationship survey'), ('SV_satisfaction', 'Satisfaction survey')
) as s (id, survey_name);

create or replace table qualtrics.question as
select
    id, survey_id, question_text, question_type, selector, data_export_tag, false as _fivetran_deleted,
    synced(getvariable('crm_start'), hash(id || survey_id) >> 1, 0, 41) as _fivetran_synced
from (
    values
    (
        'QID1', 'SV_relationship', 'How likely are you to recommend us to a friend or colleague?', 'MC', 'NPS',
        'NPS'
    ),
    ('QID2', 'SV_relationship', 'What is the main reason for your score?', 'TE', 'ESTB', 'NPS_reason'),
    (
        'QID1', 'SV_satisfaction', 'Overall, how satisfied are you with our product? (1 to 5)', 'MC', 'SAVR',
        'CSAT'
    ),
    (
        'QID2', 'SV_satisfaction', 'They made it easy to get an issue handled. (1 to 7)', 'MC', 'SAVR', 'CES'
    )
) as q (id, survey_id, question_text, question_type, selector, data_export_tag);

create or replace temp table mailing as
with
waves as (
    select 'SV_relationship' as survey_id, 13 as every_weeks, 1 as n
    union all
    select 'SV_satisfaction', 26, 2
),

sent as (
    select
        weekly.a, weekly.w, weekly.level, contact.c, contact.email, waves.survey_id, waves.n,
        weekly.w * 2 + waves.n + 1000 as mailing_n,
        later(monday(weekly.w), 24 + 10 * chance(weekly.a, contact.c, weekly.w, 'sent')) as sent_at
    from weekly
    inner join contact using (a)
    inner join waves on (weekly.w + 1000 + weekly.a * 5 + waves.n * 3) % waves.every_weeks = 0
)

select
    *,
    hex_id('R_', a, c, mailing_n, 'response') as response_id,
    later(sent_at, 2 + 240 * chance(a, c, mailing_n, 'answers after') ** 2) as answered_at,
    chance(a, c, mailing_n, 'responds') < .16 + .34 * level as responds,
    -- Some stop half-way; the first of all does, however small the company.
    chance(a, c, mailing_n, 'finishes') >= .05 as finishes,
    chance(a, c, mailing_n, 'dirty answer') as dirt
from sent
where sent_at < getvariable('window_end');

create or replace temp table reply as
select
    *,
    row_number() over (order by chance(a, c, mailing_n, 'first of all'), a, c, mailing_n) as r
from mailing
where responds and answered_at < getvariable('window_end');

create or replace table qualtrics.survey_response as
select
    response_id as id,
    survey_id,
    answered_at - interval 4 minute as start_date,
    answered_at as recorded_date,
    -- A number, 1 or 0.
    case when finishes and r > 1 then 1 else 0 end::bigint as finished,
    case when finishes and r > 1 then 100 else 50 end::bigint as progress,
    -- Anonymous links know no address.
    case when chance(a, c, mailing_n, 'anonymous link') >= .08 then email end as recipient_email,
    'IP Address' as status,
    'email' as distribution_channel,
    synced(answered_at, a, c, mailing_n) as _fivetran_synced
from reply;

create or replace table qualtrics.question_response as
with
rated as (
    select
        *,
        case
            when n = 1 then clip(round(1.5 + 9 * level + 1.7 * bell(a, c, mailing_n, 'nps')), 0, 10)
            else clip(round(1 + 4.6 * level + .75 * bell(a, c, mailing_n, 'csat')), 1, 5)
        end::int as rating,
        clip(round(1.5 + 6 * level + bell(a, c, mailing_n, 'ces')), 1, 7)::int as effort
    from reply
),

answers as (
    select
        rated.*, 'QID1' as question_id,
        case
            when r = 2 then 'N/A'
            when r = 3 and n = 1 or dirt < .004 then case n when 1 then '11' else '0' end
            when r = 4 then ' ' || rating || ' '
            when dirt < .02 then '0' || rating
            else rating::varchar
        end as value,
        null::varchar as text
    from rated

    union all

    -- The second question is not reached by those who stop.
    select
        rated.*, 'QID2',
        case when n = 2 then effort::varchar end,
        case when n = 1 then pick(['Good support', 'Too slow at times', 'Does the job', 'Prices'], dirt) end
    from rated
    where finishes and r > 1 and chance(a, c, mailing_n, 'second question') < .7
)

select
    hex_id('', a, c, mailing_n, question_id) as _fivetran_id,
    response_id,
    question_id,
    null::varchar as sub_question_key,
    null::varchar as loop_id,
    value,
    text,
    synced(answered_at, a, c, mailing_n) as _fivetran_synced
from answers;

create or replace table qualtrics.survey_embedded_data as
select
    response_id,
    'account_id' as key,
    referenced(account_id, a, c, 42) as value,
    'account_id' as import_id,
    synced(answered_at, a, c, mailing_n) as _fivetran_synced
from reply
inner join company using (a)
where chance(a, c, mailing_n, 'no account id') >= .04

union all

select
    response_id, 'Website', 'https://' || domain, 'Website', synced(answered_at, a, c, mailing_n)
from reply
inner join company using (a);

create or replace table qualtrics.distribution_contact as
select
    hex_id('CID_', a, c, 0, 'survey contact') as contact_id,
    hex_id('EMD_', w, n, 0, 'distribution') as distribution_id,
    sent_at,
    case when responds and answered_at < getvariable('window_end') then answered_at end as response_completed_at,
    case when responds and answered_at < getvariable('window_end') then response_id end as response_id,
    case when responds and answered_at < getvariable('window_end') then 'SurveyFinished' else 'Sent' end as status,
    synced(sent_at, a, c, mailing_n) as _fivetran_synced
from mailing;

-- What nobody may count: previews, tests and spam of ours; and what fits no group: answers between two numbers.
create or replace temp table odd_reply as
with
ranked as (
    select *, row_number() over (order by chance(a, c, mailing_n, 'odd'), a, c, mailing_n) as r_odd
    from mailing
    where survey_id = 'SV_relationship' and not responds and answered_at < getvariable('window_end')
)

select
    ranked.* exclude (response_id),
    hex_id('R_', a, c, mailing_n, 'odd response') as response_id,
    kinds.*
from ranked
inner join (
    values
    (0, 'Survey Preview', 'preview', '0'), (1, 'Survey Test', 'test', '10'), (2, 'Spam', 'anonymous', '0'),
    (3, 'IP Address', 'email', '8.5'), (4, 'IP Address', 'email', '6.5')
) as kinds (n_kind, status, channel, value)
    on kinds.n_kind = ranked.r_odd % 5
where r_odd <= greatest(5, round(getvariable('accounts') * .05));

insert into qualtrics.survey_response by name
select
    response_id as id, survey_id, answered_at - interval 4 minute as start_date, answered_at as recorded_date,
    1::bigint as finished, 100::bigint as progress, case when channel = 'email' then email end as recipient_email, status,
    channel as distribution_channel, synced(answered_at, a, c, mailing_n) as _fivetran_synced
from odd_reply;

insert into qualtrics.question_response by name
select
    hex_id('', a, c, mailing_n, 'odd answer') as _fivetran_id, response_id, 'QID1' as question_id, value,
    synced(answered_at, a, c, mailing_n) as _fivetran_synced
from odd_reply;

insert into qualtrics.survey_embedded_data by name
select
    response_id, 'account_id' as key, account_id as value, 'account_id' as import_id,
    synced(answered_at, a, c, mailing_n) as _fivetran_synced
from odd_reply
inner join company using (a);
