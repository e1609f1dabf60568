{{ config(materialized='view') }}

with organizations as (
    select source_account_key as organization_id
    from {{ ref('int_account_keys') }}
    where source = 'zendesk' and account_id is not null
),

tickets as (
    select
        ticket_id,
        account_id,
        created_at
    from {{ ref('int_tickets') }}
    where source = 'zendesk'
),

silent_words as (
    select read_value
    from {{ ref('survey_instruments') }}
    where source = 'zendesk' and read_from = 'answer_word' and instrument is null
),

judged as (
    select
        'organization' as raw_table,
        case when organizations.organization_id is null then 'unknown_account' end
            as rejection_reason,
        staged_rows.created_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_zendesk__organizations') }} as staged_rows
    left join organizations on staged_rows.organization_id = organizations.organization_id
    where staged_rows.rejection_reason is null and not coalesce(staged_rows.is_deleted, false)

    union all

    select
        'user' as raw_table,
        case when organizations.organization_id is null then 'unknown_account' end
            as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_zendesk__users') }} as staged_rows
    left join organizations on staged_rows.organization_id = organizations.organization_id
    where staged_rows.rejection_reason is null

    union all

    -- The list of groups is read whole.
    select
        'group' as raw_table,
        cast(null as {{ type_text() }}) as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        loaded_at
    from {{ ref('stg_zendesk__groups') }}
    where rejection_reason is null

    union all

    select
        'ticket' as raw_table,
        case when account_id is null then 'unknown_account' end as rejection_reason,
        created_at as happened_at,
        cast(null as {{ type_time() }}) as loaded_at
    from tickets

    union all

    select
        'ticket_tag' as raw_table,
        case when tickets.account_id is null then 'unused_ticket' end as rejection_reason,
        cast(null as {{ type_time() }}) as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_zendesk__ticket_tags') }} as staged_rows
    left join tickets on staged_rows.ticket_id = tickets.ticket_id
    where staged_rows.rejection_reason is null and not coalesce(staged_rows.is_deleted, false)

    union all

    -- Ratings are counted as answers.
    select
        'ticket_field_history' as raw_table,
        case
            when staged_rows.field_name not in ('status', 'priority', 'group_id')
                then 'field_not_read'
            when not ({{ is_used_for('zendesk', 'support') }}) then 'capability_not_used'
            when tickets.account_id is null then 'unused_ticket'
        end as rejection_reason,
        staged_rows.updated_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_zendesk__ticket_field_history') }} as staged_rows
    left join tickets on staged_rows.ticket_id = tickets.ticket_id
    where
        staged_rows.rejection_reason is null
        and staged_rows.field_name <> 'satisfaction_score'
),

-- What never became a ticket or an answer.
left_out as (
    select
        'ticket' as raw_table,
        case
            when not ({{ is_used_for('zendesk', 'support') }}) then 'capability_not_used'
            when coalesce(staged_rows.is_deleted, false) or staged_rows.status = 'deleted'
                then 'deleted'
        end as rejection_reason,
        staged_rows.created_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_zendesk__tickets') }} as staged_rows
    left join tickets on staged_rows.ticket_id = tickets.ticket_id
    where staged_rows.rejection_reason is null and tickets.ticket_id is null

    union all

    select
        'ticket_field_history' as raw_table,
        case
            when not ({{ is_used_for('zendesk', 'surveys') }}) then 'capability_not_used'
            when staged_rows.field_value is null then 'missing_answer'
            when silent_words.read_value is not null then 'no_answer'
        end as rejection_reason,
        staged_rows.updated_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_zendesk__ticket_field_history') }} as staged_rows
    left join silent_words on lower(staged_rows.field_value) = silent_words.read_value
    where
        staged_rows.rejection_reason is null
        and staged_rows.field_name = 'satisfaction_score'
),

all_rows as (
    select * from judged
    union all
    select * from left_out
    where rejection_reason is not null
),

final as (
    select
        'zendesk' as source,
        raw_table,
        rejection_reason,
        coalesce({{ week_start('happened_at') }}, {{ week_start('loaded_at') }}) as week,
        cast(count(*) as bigint) as n_rows
    from all_rows
    group by 2, 3, 4
)

select * from final
