{{ config(materialized='view') }}

with ticket_fields as (
    select
        ticket_id,
        field_value,
        user_id,
        updated_at,
        loaded_at
    from {{ ref('stg_zendesk__ticket_field_history') }}
    where
        rejection_reason is null
        and field_name = 'satisfaction_score'
        and field_value is not null
        and {{ is_used_for('zendesk', 'surveys') }}
),

tickets as (
    select
        ticket_id,
        source_account_key,
        requester_id,
        created_at,
        {{ least_of(['deleted_at', 'merged_at']) }} as gone_at
    from {{ ref('int_desk_tickets__zendesk') }}
),

account_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where source = 'zendesk' and match_status = 'matched'
),

instruments as (
    select
        read_value,
        instrument,
        scale_min,
        scale_max,
        score
    from {{ ref('survey_instruments') }}
    where source = 'zendesk'
),

-- One rating a ticket: a changed mind replaces the earlier word from its own time on, and a ticket
-- that was deleted or merged takes its rating with it.
rated as (
    select
        'zendesk' as source,
        'ticket_field_history' as raw_table,
        ticket_fields.ticket_id || ' ' || cast(ticket_fields.updated_at as {{ type_text() }})
        || ' ' || ticket_fields.field_value as source_row_key,
        account_keys.account_id,
        cast(null as {{ type_text() }}) as product_account_id,
        coalesce(
            'zendesk user ' || coalesce(tickets.requester_id, ticket_fields.user_id),
            'zendesk ticket ' || ticket_fields.ticket_id
        ) as respondent,
        coalesce(instruments.instrument, 'csat') as instrument,
        instruments.scale_min,
        instruments.scale_max,
        instruments.score,
        ticket_fields.updated_at as responded_at,
        case
            when tickets.gone_at is not null
                then {{ greatest_of(['tickets.gone_at', 'tickets.created_at']) }}
        end as withdrawn_at,
        lead(ticket_fields.updated_at) over (
            partition by ticket_fields.ticket_id
            order by ticket_fields.updated_at, ticket_fields.field_value
        ) as rated_anew_at,
        ticket_fields.loaded_at
    from ticket_fields
    left join instruments on lower(ticket_fields.field_value) = instruments.read_value
    left join tickets on ticket_fields.ticket_id = tickets.ticket_id
    left join account_keys on tickets.source_account_key = account_keys.source_account_key
    -- A declared word without an instrument (offered) is no answer; an unknown one is unreadable.
    where instruments.read_value is null or instruments.instrument is not null
),

final as (
    select
        source,
        raw_table,
        source_row_key,
        account_id,
        product_account_id,
        respondent,
        instrument,
        scale_min,
        scale_max,
        score,
        responded_at,
        {{ least_of(['rated_anew_at', 'withdrawn_at']) }} as replaced_at,
        loaded_at
    from rated
)

select * from final
