{{ config(materialized='view') }}
{#- staging model: its raw table, the time of the fact, what it is read for, and which good rows no
    model reads -#}
{%- set staged_tables = {
    'stg_zendesk__tickets': {
        'raw_table': 'ticket', 'time': 'created_at', 'for': ['support', 'surveys'],
    },
    'stg_zendesk__ticket_field_history': {
        'raw_table': 'ticket_field_history', 'time': 'updated_at', 'for': ['support', 'surveys'],
    },
    'stg_zendesk__ticket_tags': {
        'raw_table': 'ticket_tag', 'time': 'loaded_at', 'for': ['support'], 'skips_deleted': true,
    },
    'stg_zendesk__organizations': {
        'raw_table': 'organization', 'time': 'created_at',
        'for': ['support', 'surveys'], 'skips_deleted': true,
    },
    'stg_zendesk__users': {
        'raw_table': 'user', 'time': 'loaded_at', 'for': ['support', 'surveys'],
    },
    'stg_zendesk__groups': {'raw_table': 'group', 'time': 'loaded_at', 'for': ['support']},
} -%}

with staged_rows as (
    {{ staged_row_counts(staged_tables) }}
),

final as (
    select
        'zendesk' as source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from staged_rows
)

select * from final
