{{ config(materialized='view') }}
{#- staging model: its raw table, the time of the fact, what it is read for, and which good rows no
    model reads -#}
{%- set staged_tables = {
    'stg_salesforce__accounts': {
        'raw_table': 'account', 'time': 'created_at', 'for': ['crm', 'correspondence'],
    },
    'stg_salesforce__contacts': {
        'raw_table': 'contact', 'time': 'created_at', 'for': ['crm', 'correspondence'],
    },
    'stg_salesforce__users': {'raw_table': 'user', 'time': 'loaded_at', 'for': ['crm']},
    'stg_salesforce__opportunities': {
        'raw_table': 'opportunity', 'time': 'created_at', 'for': ['crm', 'correspondence'],
    },
    'stg_salesforce__events': {
        'raw_table': 'event', 'time': 'started_at',
        'for': ['correspondence'], 'skips_deleted': true,
    },
    'stg_salesforce__event_relations': {
        'raw_table': 'event_relation', 'time': 'loaded_at',
        'for': ['correspondence'], 'skips_deleted': true,
    },
    'stg_salesforce__tasks': {'raw_table': 'task', 'time': 'loaded_at', 'is_read': false},
    'stg_salesforce__email_messages': {
        'raw_table': 'email_message', 'time': 'sent_at',
        'for': ['correspondence'], 'skips_deleted': true,
    },
} -%}

with staged_rows as (
    {{ staged_row_counts(staged_tables) }}
),

final as (
    select
        'salesforce' as source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from staged_rows
)

select * from final
