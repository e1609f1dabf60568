-- The same customers in HubSpot: every id is a number, an account a company, an opportunity a deal, a meeting or mail an
-- engagement. Reads what the CRM's scripts made; `crm_number` leads from the one id to the other.

create schema hubspot;

create or replace temp table crm_number as
with
ids as (
    select left(id, 15) as key15 from salesforce.account
    union
    select left(id, 15) from salesforce.contact
    union
    select left(id, 15) from salesforce.user
    union
    select left(id, 15) from salesforce.opportunity
    union
    select left(id, 15) from salesforce.event
    union
    select left(id, 15) from salesforce.email_message
)

select
    key15,
    -- No two kinds share a number: a meeting and a mail are both engagements.
    case left(key15, 3)
        when '001' then 20 when '003' then 30 when '006' then 40 when '005' then 50 when '00U' then 60 else 70
    end * 1000000000::bigint
    + row_number() over (partition by left(key15, 3) order by key15) * 37 as number
from ids;

create or replace temp macro hs_id(id) as (
    select crm_number.number from crm_number where crm_number.key15 = left(id, 15)
);

create or replace temp macro stage_of_life(account_type) as
    case lower(account_type)
        when 'customer' then 'customer'
        when 'customer - direct' then 'customer'
        when 'former customer' then 'former customer'
        when 'partner' then 'partner'
        else 'opportunity'
    end;

create or replace table hubspot.owner as
select
    hs_id(id) as owner_id,
    hs_id(id) + 1 as active_user_id,
    email,
    split_part(name, ' ', 1) as first_name,
    split_part(name, ' ', 2) as last_name,
    false as is_active,
    _fivetran_synced
from salesforce.user;

create or replace table hubspot.company as
with
present as (
    select * from salesforce.account where _fivetran_active
),

merged as (
    select
        left(master_record_id, 15) as key15,
        string_agg(hs_id(id)::varchar, ';' order by hs_id(id)) as merged_ids
    from present
    where master_record_id is not null
    group by 1
)

select
    hs_id(present.id) as id,
    present.name as property_name,
    present.created_date as property_createdate,
    present.industry as property_industry,
    present.billing_country as property_country,
    present.annual_revenue as property_annualrevenue,
    stage_of_life(present.type) as property_lifecyclestage,
    hs_id(present.owner_id) as property_hubspot_owner_id,
    hs_id(present.parent_id)::double as property_hs_parent_company_id,
    merged.merged_ids as property_hs_merged_object_ids,
    present.segment_c as property_segment,
    present.region_c as property_region,
    present.use_case_c as property_use_case,
    present.plan_c as property_plan,
    present.go_live_date_c as property_go_live_date,
    hs_id(present.executive_sponsor_c)::varchar as property_executive_sponsor,
    present.is_deleted,
    present._fivetran_synced
from present
left join merged on left(present.id, 15) = merged.key15;

-- One row a change; the first value of a property is one. Most of the real table is computed and read by nobody.
create or replace table hubspot.company_property_history as
with
versions as (
    select
        hs_id(id) as company_id,
        _fivetran_start as changed_at,
        _fivetran_synced,
        stage_of_life(type) as lifecyclestage,
        hs_id(owner_id)::varchar as hubspot_owner_id,
        industry,
        segment_c as segment,
        region_c as region,
        use_case_c as use_case,
        plan_c as plan,
        go_live_date_c::varchar as go_live_date,
        hs_id(executive_sponsor_c)::varchar as executive_sponsor
    from salesforce.account
),

values_then as (
    select company_id, changed_at, _fivetran_synced, name, value
    from versions unpivot include nulls (
        value for name in (
            lifecyclestage, hubspot_owner_id, industry, segment, region, use_case, plan, go_live_date, executive_sponsor
        )
    )
),

told as (
    select
        *,
        row_number() over (partition by company_id, name order by changed_at) as n,
        lag(value) over (partition by company_id, name order by changed_at) as value_before
    from values_then
)

select
    company_id, name, value, changed_at as timestamp, 'CRM_UI' as source, null::varchar as source_id, _fivetran_synced
from told
where (n = 1 and value is not null) or (n > 1 and value is distinct from value_before)

union all

select
    hs_id(id), 'hs_num_open_deals', '1', _fivetran_start + interval 1 hour, 'CALCULATED', null, _fivetran_synced
from salesforce.account;

create or replace table hubspot.contact as
select
    hs_id(id) as id,
    email as property_email,
    split_part(name, ' ', 1) as property_firstname,
    split_part(name, ' ', 2) as property_lastname,
    title as property_jobtitle,
    created_date as property_createdate,
    -- The loader made a fraction of it.
    hs_id(account_id)::double as property_associatedcompanyid,
    is_deleted as _fivetran_deleted,
    _fivetran_synced
from salesforce.contact;

create or replace table hubspot.contact_company as
select
    id as contact_id,
    property_associatedcompanyid::bigint as company_id,
    1 as type_id,
    'HUBSPOT_DEFINED' as category,
    _fivetran_synced
from hubspot.contact
where property_associatedcompanyid is not null;

create or replace table hubspot.deal_pipeline as
select
    pipeline_id, label, false as _fivetran_deleted,
    synced(getvariable('history_start'), n, 0, 60) as _fivetran_synced
from (values (1, 'default', 'Sales'), (2, '75431', 'Renewals')) as p (n, pipeline_id, label);

create or replace temp table deal_stage_word as
select * from (
    values
    ('Discovery', 'appointmentscheduled', 'Discovery', .2, false),
    ('Negotiation', 'decisionmakerboughtin', 'Negotiation', .6, false),
    ('Commit', 'contractsent', 'Commit', .9, false),
    ('Closed Won', 'closedwon', 'Closed won', 1, true),
    ('Closed Lost', 'closedlost', 'Closed lost', 0, true)
) as s (stage_name, stage_id, label, probability, is_closed);

-- Ids of stages stand in both pipelines.
create or replace table hubspot.deal_pipeline_stage as
select
    stage_id, pipeline_id, deal_stage_word.label, probability, is_closed, 1 as display_order,
    false as _fivetran_deleted, deal_pipeline._fivetran_synced
from deal_stage_word
cross join hubspot.deal_pipeline;

create or replace table hubspot.deal as
select
    hs_id(opportunity.id) as deal_id,
    case type when 'Renewal' then '75431' else 'default' end as deal_pipeline_id,
    stage_id as deal_pipeline_stage_id,
    hs_id(owner_id) as owner_id,
    name as property_dealname,
    amount as property_amount,
    created_date as property_createdate,
    close_date as property_closedate,
    case type
        when 'New Business' then 'newbusiness'
        when 'Renewal' then 'existingbusiness'
        else lower(type)
    end as property_dealtype,
    opportunity.is_closed as property_hs_is_closed,
    is_won as property_hs_is_closed_won,
    is_deleted,
    _fivetran_synced
from salesforce.opportunity
inner join deal_stage_word using (stage_name);

create or replace table hubspot.deal_company as
select
    hs_id(id) as deal_id, hs_id(account_id) as company_id, 5 as type_id, 'HUBSPOT_DEFINED' as category, _fivetran_synced
from salesforce.opportunity
where hs_id(account_id) is not null;

-- Meetings. The row that defines a series is none here.
create or replace temp table meeting_moved as
select
    event.*,
    coalesce(answers.is_attended, false) as is_attended
from salesforce.event
left join (
    select event_id, bool_or(status = 'Accepted') as is_attended
    from salesforce.event_relation
    where left(relation_id, 3) = '003'
    group by event_id
) as answers on event.id = answers.event_id
where not is_recurrence;

create or replace table hubspot.engagement_meeting as
select
    hs_id(id) as engagement_id,
    start_date_time as property_hs_meeting_start_time,
    end_date_time as property_hs_meeting_end_time,
    start_date_time as property_hs_timestamp,
    subject as property_hs_meeting_title,
    case
        when start_date_time >= getvariable('window_end') then 'SCHEDULED'
        when is_attended then 'COMPLETED'
        else 'NO_SHOW'
    end as property_hs_meeting_outcome,
    is_deleted as _fivetran_deleted,
    _fivetran_synced
from meeting_moved;

create or replace table hubspot.engagement_email as
select
    hs_id(id) as engagement_id,
    message_date as property_hs_timestamp,
    case when incoming then 'INCOMING_EMAIL' else 'EMAIL' end as property_hs_email_direction,
    'SENT' as property_hs_email_status,
    thread_identifier as property_hs_email_thread_id,
    from_address as property_hs_email_from_email,
    to_address as property_hs_email_to_email,
    subject as property_hs_email_subject,
    is_deleted as _fivetran_deleted,
    _fivetran_synced
from salesforce.email_message;

create or replace table hubspot.engagement_company as
select hs_id(id) as engagement_id, hs_id(account_id) as company_id, 'MEETING' as engagement_type, _fivetran_synced
from meeting_moved
where hs_id(account_id) is not null
union all
select hs_id(id), hs_id(related_to_id), 'EMAIL', _fivetran_synced
from salesforce.email_message
where left(related_to_id, 3) = '001' and hs_id(related_to_id) is not null;

create or replace table hubspot.engagement_deal as
select hs_id(id) as engagement_id, hs_id(related_to_id) as deal_id, 'EMAIL' as engagement_type, _fivetran_synced
from salesforce.email_message
where left(related_to_id, 3) = '006' and hs_id(related_to_id) is not null;

-- Who came to a meeting, and who wrote or got a mail.
create or replace table hubspot.engagement_contact as
select distinct
    hs_id(event_relation.event_id) as engagement_id, hs_id(relation_id) as contact_id, 'MEETING' as engagement_type,
    meeting_moved._fivetran_synced
from salesforce.event_relation
inner join meeting_moved on event_relation.event_id = meeting_moved.id
where left(relation_id, 3) = '003' and status = 'Accepted' and hs_id(relation_id) is not null

union all

select
    hs_id(email_message.id), min(contact.id), 'EMAIL', min(email_message._fivetran_synced)
from salesforce.email_message
inner join hubspot.contact
    on contact.property_email = case when incoming then from_address else to_address end
group by email_message.id;
