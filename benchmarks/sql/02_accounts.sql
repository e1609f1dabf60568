-- Accounts of the CRM, the people there, and which key of which source means which account.
create temp table crm_versions as
select
    id as account_id,
    crm_key(id) as account_key,
    crm_key(master_record_id) as master_key,
    sane(created_date) as created_at,
    type as account_type,
    segment_c as segment,
    plan_c as plan,
    case when go_live_date_c between date '1990-01-01' and date '2199-12-31' then go_live_date_c end as go_live_date,
    executive_sponsor_c as executive_sponsor,
    sane(_fivetran_start) as started_at,
    coalesce(_fivetran_active, true) as is_current,
    coalesce(is_deleted, false) as is_deleted,
    _fivetran_synced as loaded_at
from (
    from raw.salesforce.account
    qualify row_number() over (partition by id, _fivetran_start order by _fivetran_synced desc nulls last) = 1
)
where id <> '' and coalesce(cast(created_at as date) <= getvariable('as_of'), true);

create temp table crm_records as
from crm_versions
qualify row_number() over (
    partition by account_key
    order by is_current desc, started_at desc nulls last, loaded_at desc nulls last, account_id desc
) = 1;

create temp table accounts as
select
    cast(row_number() over (order by account_id) as integer) as account_no,
    account_id,
    account_key,
    created_at
from crm_records
where is_current and not is_deleted and master_key is null;

-- A merged account leads to its master, and that one to its own, four times at most.
create temp table crm_keys as
select one.account_key as key, accounts.account_no
from crm_records as one
left join crm_records as two on one.master_key = two.account_key
left join crm_records as three on two.master_key = three.account_key
left join crm_records as four on three.master_key = four.account_key
inner join accounts
    on accounts.account_key
        = coalesce(four.master_key, three.master_key, two.master_key, one.master_key, one.account_key);

create temp table contact_rows as
select
    crm_key(id) as contact_key,
    crm_key(account_id) as account_key,
    nullif(lower(trim(email)), '') as email,
    nullif(lower(trim(name)), '') as name,
    nullif(title, '') as title,
    sane(created_date) as created_at,
    coalesce(is_deleted, false) as is_deleted,
    _fivetran_synced as loaded_at
from (
    from raw.salesforce.contact
    qualify row_number() over (partition by id order by _fivetran_synced desc nulls last) = 1
)
where id <> '' and coalesce(cast(sane(created_date) as date) <= getvariable('as_of'), true)
qualify row_number() over (partition by crm_key(id) order by loaded_at desc nulls last, id desc) = 1;

create temp table contacts as
with titles as (
    select
        title,
        ' ' || replace(snake_case(title), '_', ' ') || ' ' as words,
        ' ' || replace(snake_case(replace(title, '.', '')), '_', ' ') || ' ' as undotted_words
    from contact_rows
    group by title
),

judged as (
    select titles.title, min(if(crm_values.meaning = 'executive', 1, 0)) = 1 as is_executive
    from titles
    inner join crm_values
        on crm_values.crm_table = 'contact' and crm_values.crm_field = 'title'
            and crm_values.meaning in ('executive', 'not_executive')
            and (
                titles.words like '% ' || crm_values.crm_value || ' %'
                or titles.undotted_words like '% ' || crm_values.crm_value || ' %'
            )
    group by titles.title
)

select
    contact_rows.contact_key,
    crm_keys.account_no,
    contact_rows.email,
    contact_rows.name,
    contact_rows.title is not null as has_title,
    coalesce(judged.is_executive, false) as is_executive,
    wk(contact_rows.created_at) as created_week,
    case
        when contact_rows.is_deleted then coalesce(contact_rows.loaded_at, timestamp '1900-01-01')
    end as deleted_at
from contact_rows
left join crm_keys on contact_rows.account_key = crm_keys.key
left join judged using (title);

-- Keys of the other sources, with the newest CRM id that each carries.
create temp table zendesk_users as
from (
    from raw.zendesk.user
    qualify row_number() over (partition by id order by _fivetran_synced desc nulls last) = 1
)
where id is not null;

create temp table stripe_customers as
select
    id,
    email,
    case
        when json_valid(metadata) then coalesce(
            nullif(metadata ->> 'crm_account_id', ''),
            nullif(metadata ->> 'salesforce_account_id', ''),
            nullif(metadata ->> 'external_id', '')
        )
    end as carried_id
from (
    from raw.stripe.customer
    qualify row_number() over (partition by id order by _fivetran_synced desc nulls last) = 1
)
where id <> '' and coalesce(livemode, true);

create temp table response_ids as
select response_id, lower(key) as name, value
from (
    from raw.qualtrics.survey_embedded_data
    qualify row_number() over (partition by response_id, key order by _fivetran_synced desc nulls last) = 1
)
where response_id <> '' and lower(key) in ('account_id', 'crm_account_id', 'salesforce_account_id') and value <> '';

create temp table responses as
with marks as (
    select read_from, snake_case(read_value) as word
    from instruments
    where source = 'qualtrics' and read_from in ('response_status', 'distribution_channel')
)

select
    id as response_id,
    survey_id,
    recorded_date as recorded_at,
    nullif(lower(trim(recipient_email)), '') as respondent,
    email_domain(recipient_email) as domain
from (
    from raw.qualtrics.survey_response
    qualify row_number() over (partition by id order by _fivetran_synced desc nulls last) = 1
)
where
    id <> ''
    and has_happened(recorded_date)
    and coalesce(finished, 1) <> 0
    and coalesce(
        coalesce(cast(try_cast(status as bigint) as varchar), snake_case(status))
        not in (select word from marks where read_from = 'response_status'),
        true
    )
    and coalesce(
        snake_case(distribution_channel) not in (select word from marks where read_from = 'distribution_channel'),
        true
    );

create temp table asked_domains as
select distinct domain
from responses
where
    domain is not null
    and response_id not in (
        select response_id from response_ids where crm_key(value) in (select key from crm_keys)
    );

create temp table source_keys as
with used as (
    select 'pendo' as source, id as key, nullif(salesforce_account_id_c, '') as carried_id, last_updated_at as known_at
    from raw.pendo.account_history
    where id <> ''
    union all
    select 'pendo', account_id, null, null
    from (
        select distinct account_id from raw.pendo.event where account_id <> ''
    )
    union all
    select 'zendesk', cast(id as varchar), nullif(external_id, ''), null from raw.zendesk.organization
    union all
    select 'stripe', id, carried_id, null from stripe_customers
    union all
    select 'qualtrics', value, value, null from response_ids
    union all
    select 'qualtrics', domain, null, null from asked_domains
)

select
    source,
    key,
    (arg_max(row(carried_id), (coalesce(known_at, timestamp '1900-01-01'), carried_id)) filter (carried_id is not null))[1]
        as carried_id
from used
group by source, key;

-- The first rule that finds an account decides, and refuses where it finds several.
create temp table account_keys as
with crm_domains as (
    select distinct split_part(contact_rows.email, '@', 2) as domain, crm_keys.account_no
    from contact_rows
    inner join crm_keys on contact_rows.account_key = crm_keys.key
    where
        not contact_rows.is_deleted
        and email_domain(contact_rows.email) is not null
        and email_domain(contact_rows.email) not in (
            select domain from read_csv('identity/public_email_domains.csv', all_varchar = true)
        )
),

key_domains as (
    select distinct 'pendo' as source, account_id as key, email_domain(agent_email) as domain
    from raw.pendo.visitor_history
    where id <> ''
    union
    select 'zendesk', cast(organization_id as varchar), email_domain(email)
    from zendesk_users
    where coalesce(role, 'end-user') not in ('agent', 'admin')
    union
    select 'stripe', id, email_domain(email) from stripe_customers
    union
    select 'qualtrics', domain, domain from asked_domains
),

clues as (
    select source_keys.source, source_keys.key, 1 as rule, crm_keys.account_no
    from source_keys
    inner join crm_keys on crm_key(source_keys.carried_id) = crm_keys.key
    union all
    select matches.source, matches.source_account_key, 2, crm_keys.account_no
    from read_csv('identity/account_matches.csv', all_varchar = true) as matches
    inner join crm_keys on crm_key(matches.account_id) = crm_keys.key
    union all
    select source_keys.source, source_keys.key, 3, crm_keys.account_no
    from source_keys
    inner join crm_keys on crm_key(source_keys.key) = crm_keys.key
    union all
    select key_domains.source, key_domains.key, 4, crm_domains.account_no
    from key_domains
    inner join crm_domains using (domain)
),

decided as (
    select source, key, rule, min(account_no) as account_no, count(distinct account_no) as n_accounts
    from clues
    group by source, key, rule
    qualify row_number() over (partition by source, key order by rule) = 1
)

select source, key, if(decided.n_accounts = 1, decided.account_no, null) as account_no
from source_keys
inner join decided using (source, key);

-- What the CRM said of an account, from when on. Before the first version that version stands in.
create temp table attributes as
with kept as (
    select accounts.account_no, crm_versions.*
    from crm_versions
    inner join accounts using (account_key)
    where crm_versions.started_at is not null
    qualify row_number() over (
        partition by accounts.account_no, crm_versions.started_at
        order by coalesce(crm_versions.loaded_at, timestamp '9999-12-31') desc, account_type desc, segment desc
    ) = 1
),

dated as (
    select
        *,
        if(row_number() over ordered = 1, timestamp '1900-01-01', started_at) as valid_from,
        lead(started_at, 1, timestamp '9999-12-31') over ordered as valid_to
    from kept
    window ordered as (partition by account_no order by started_at)
),

clues as (
    select contact_key as clue, contact_key, account_no, deleted_at from contacts
    union all
    select email, contact_key, account_no, deleted_at from contacts
    union all
    select name, contact_key, account_no, deleted_at from contacts
),

sponsors as (
    select dated.account_no, trim(dated.executive_sponsor) as sponsor_text, clues.contact_key
    from (select distinct account_no, executive_sponsor from dated where trim(executive_sponsor) <> '') as dated
    inner join clues on clues.clue in (crm_key(dated.executive_sponsor), lower(trim(dated.executive_sponsor)))
    qualify row_number() over (
        partition by dated.account_no, trim(dated.executive_sponsor)
        order by clues.account_no is not distinct from dated.account_no desc, clues.deleted_at is null desc, clues.contact_key
    ) = 1
)

select
    dated.account_no,
    dated.valid_from,
    dated.valid_to,
    coalesce(snake_case(dated.segment), 'unsegmented') as segment,
    lower(trim(dated.plan)) as plan,
    dated.go_live_date,
    case
        when sponsors.contact_key is not null then sponsors.contact_key
        when
            not exists (from contacts)
            or not (regexp_matches(trim(dated.executive_sponsor), '^00[a-zA-Z0-9]{13}') or contains(dated.executive_sponsor, '@'))
            then nullif(trim(dated.executive_sponsor), '')
    end as executive_sponsor,
    coalesce(roles.meaning, 'customer') as role
from dated
left join sponsors
    on dated.account_no = sponsors.account_no and trim(dated.executive_sponsor) = sponsors.sponsor_text
left join crm_values as roles
    on roles.crm_table = 'account' and roles.crm_field = 'type' and lower(trim(dated.account_type)) = roles.crm_value;
