-- Good rows of zendesk have a key, and only once; the raw rows that break this must be rejected, not dropped.
with found as (
    select
        'stg_zendesk__tickets' as model_name,
        coalesce(cast(ticket_id as text), 'null') as key_text,
        case
            when ticket_id is null then 'the key ticket_id is not filled'
            else 'the key ticket_id stands on ' || cast(count(*) as text) || ' good rows'
        end as finding
    from {{ ref('stg_zendesk__tickets') }}
    where rejection_reason is null
    group by ticket_id
    having count(*) > 1 or ticket_id is null

    union all

    select
        'stg_zendesk__ticket_field_history' as model_name,
        coalesce(cast(ticket_id as text), 'null') || ', ' || coalesce(cast(field_name as text), 'null') || ', ' || coalesce(cast(updated_at as text), 'null') || ', ' || coalesce(cast(field_value as text), 'null') as key_text,
        case
            when ticket_id is null or field_name is null or updated_at is null then 'the key ticket_id, field_name, updated_at, field_value is not filled'
            else 'the key ticket_id, field_name, updated_at, field_value stands on ' || cast(count(*) as text) || ' good rows'
        end as finding
    from {{ ref('stg_zendesk__ticket_field_history') }}
    where rejection_reason is null
    group by ticket_id, field_name, updated_at, field_value
    having count(*) > 1 or ticket_id is null or field_name is null or updated_at is null

    union all

    select
        'stg_zendesk__ticket_tags' as model_name,
        coalesce(cast(ticket_id as text), 'null') || ', ' || coalesce(cast(tag as text), 'null') as key_text,
        case
            when ticket_id is null or tag is null then 'the key ticket_id, tag is not filled'
            else 'the key ticket_id, tag stands on ' || cast(count(*) as text) || ' good rows'
        end as finding
    from {{ ref('stg_zendesk__ticket_tags') }}
    where rejection_reason is null
    group by ticket_id, tag
    having count(*) > 1 or ticket_id is null or tag is null

    union all

    select
        'stg_zendesk__organizations' as model_name,
        coalesce(cast(organization_id as text), 'null') as key_text,
        case
            when organization_id is null then 'the key organization_id is not filled'
            else 'the key organization_id stands on ' || cast(count(*) as text) || ' good rows'
        end as finding
    from {{ ref('stg_zendesk__organizations') }}
    where rejection_reason is null
    group by organization_id
    having count(*) > 1 or organization_id is null

    union all

    select
        'stg_zendesk__users' as model_name,
        coalesce(cast(user_id as text), 'null') as key_text,
        case
            when user_id is null then 'the key user_id is not filled'
            else 'the key user_id stands on ' || cast(count(*) as text) || ' good rows'
        end as finding
    from {{ ref('stg_zendesk__users') }}
    where rejection_reason is null
    group by user_id
    having count(*) > 1 or user_id is null

    union all

    select
        'stg_zendesk__groups' as model_name,
        coalesce(cast(group_id as text), 'null') as key_text,
        case
            when group_id is null then 'the key group_id is not filled'
            else 'the key group_id stands on ' || cast(count(*) as text) || ' good rows'
        end as finding
    from {{ ref('stg_zendesk__groups') }}
    where rejection_reason is null
    group by group_id
    having count(*) > 1 or group_id is null
)

select
    model_name || ' (' || key_text || '): ' || finding || '. Correct unique_key or rejection_reason in models/staging/zendesk/'
    || model_name || '.sql, or the rows that the loader brought.' as problem
from found
