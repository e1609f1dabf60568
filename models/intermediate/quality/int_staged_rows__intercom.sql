{{ config(materialized='view') }}
{#- staging model: its raw table, the time of the fact, and which good rows no model reads -#}
{%- set staged_tables = {
    'stg_intercom__company_history': {'raw_table': 'company_history', 'time': 'created_at'},
    'stg_intercom__contact_history': {'raw_table': 'contact_history', 'time': 'created_at'},
    'stg_intercom__contact_company_history': {
        'raw_table': 'contact_company_history', 'time': 'updated_at',
    },
    'stg_intercom__conversation_history': {
        'raw_table': 'conversation_history', 'time': 'created_at',
        'for': ['support', 'surveys'],
    },
    'stg_intercom__conversation_contact_history': {
        'raw_table': 'conversation_contact_history', 'time': 'updated_at',
        'for': ['support', 'surveys'],
    },
    'stg_intercom__conversation_part_history': {
        'raw_table': 'conversation_part_history', 'time': 'created_at',
        'for': ['support', 'surveys'],
    },
    'stg_intercom__conversation_tag_history': {
        'raw_table': 'conversation_tag_history', 'time': 'updated_at', 'for': ['support'],
    },
    'stg_intercom__tags': {
        'raw_table': 'tag', 'time': 'loaded_at', 'skips_deleted': true, 'for': ['support'],
    },
    'stg_intercom__teams': {'raw_table': 'team', 'time': 'loaded_at', 'for': ['support']},
    'stg_intercom__team_admins': {
        'raw_table': 'team_admin', 'time': 'loaded_at', 'is_read': false,
    },
    'stg_intercom__admins': {'raw_table': 'admin', 'time': 'loaded_at', 'is_read': false},
    'stg_intercom__ticket_history': {
        'raw_table': 'ticket_history', 'time': 'created_at', 'is_read': false,
    },
    'stg_intercom__ticket_part_history': {
        'raw_table': 'ticket_part_history', 'time': 'created_at', 'is_read': false,
    },
    'stg_intercom__ticket_contact_history': {
        'raw_table': 'ticket_contact_history', 'time': 'loaded_at', 'is_read': false,
    },
} -%}

with staged_rows as (
    {{ staged_row_counts(staged_tables) }}
),

final as (
    select
        'intercom' as source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from staged_rows
)

select * from final
