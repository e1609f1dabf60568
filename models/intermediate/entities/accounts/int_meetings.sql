with events as (
    select
        event_id,
        {{ crm_id_key('event_id') }} as event_key,
        {{ crm_id_key('account_id') }} as account_key,
        {{ crm_id_key('who_id') }} as who_key,
        started_at,
        coalesce(ended_at, started_at) as ended_at,
        lower(trim(subject)) as subject
    from {{ ref('stg_salesforce__events') }}
    where
        rejection_reason is null
        and not is_deleted
        -- Copies in the calendars of invited colleagues are the same meeting.
        and not is_copy_for_invitee
        and cast(started_at as date) <= {{ as_of_date() }}
),

relations as (
    select
        {{ crm_id_key('event_id') }} as event_key,
        {{ crm_id_key('relation_id') }} as contact_key,
        lower(trim(answer)) as answer,
        responded_at
    from {{ ref('stg_salesforce__event_relations') }}
    where
        rejection_reason is null
        and not is_deleted
),

contacts as (
    select
        contact_key,
        account_id,
        is_executive,
        coalesce(deleted_at, timestamp '9999-12-31 00:00:00') as contact_until
    from {{ ref('int_contacts') }}
),

attributes as (
    select
        account_id,
        valid_from,
        valid_to,
        executive_sponsor
    from {{ ref('int_account_attributes') }}
),

crm_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where source = 'salesforce'
),

subject_values as (
    select crm_value
    from {{ ref('crm_values') }}
    where
        crm_table = 'event'
        and crm_field = 'subject'
        and meaning = 'cancelled'
),

accepted_values as (
    select crm_value
    from {{ ref('crm_values') }}
    where
        crm_table = 'event_relation'
        and crm_field = 'status'
        and meaning = 'accepted'
),

cancelled as (
    select distinct events.event_key
    from events
    inner join subject_values
        on events.subject like subject_values.crm_value || '%'
),

placed as (
    select
        events.*,
        coalesce(crm_keys.account_id, contacts.account_id) as account_id,
        contacts.contact_key is not null as is_with_contact,
        coalesce(contacts.is_executive, false) as is_with_executive,
        contacts.contact_until
    from events
    left join cancelled
        on events.event_key = cancelled.event_key
    left join crm_keys
        on events.account_key = crm_keys.source_account_key
    left join contacts
        on events.who_key = contacts.contact_key
    where cancelled.event_key is null
),

-- An executive by title, or whom the CRM named as the sponsor when the meeting was held.
held as (
    select
        placed.*,
        attributes.executive_sponsor
    from placed
    left join attributes
        on
            placed.account_id = attributes.account_id
            and placed.started_at >= attributes.valid_from
            and placed.started_at < attributes.valid_to
),

-- Only people of the account count, our own side always comes. A later answer is none.
invitations as (
    select
        held.event_key,
        max(case when accepted_values.crm_value is not null then 1 else 0 end) as n_accepted,
        max(
            case
                when
                    accepted_values.crm_value is not null
                    and (contacts.is_executive or held.executive_sponsor = contacts.contact_key)
                    then contacts.contact_until
            end
        ) as executive_until
    from held
    inner join relations
        on held.event_key = relations.event_key
    inner join contacts
        on
            relations.contact_key = contacts.contact_key
            and held.account_id = contacts.account_id
    left join accepted_values
        on
            relations.answer = accepted_values.crm_value
            and (relations.responded_at is null or held.ended_at >= relations.responded_at)
    group by 1
),

final as (
    select
        held.event_id as meeting_id,
        held.account_id,
        held.started_at,
        case
            when invitations.event_key is not null then invitations.n_accepted = 1
            when held.is_with_contact then true
        end as is_attended,
        case
            when invitations.event_key is not null then invitations.executive_until
            when held.is_with_executive or held.executive_sponsor = held.who_key
                then held.contact_until
        end as executive_until
    from held
    left join invitations
        on held.event_key = invitations.event_key
)

select * from final
