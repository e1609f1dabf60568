{{ config(materialized='view') }}
{#- staging model: its raw table, the time of the fact, and which good rows no model reads -#}
{%- set staged_tables = {
    'stg_qualtrics__surveys': {'raw_table': 'survey', 'time': 'loaded_at', 'is_read': false},
    'stg_qualtrics__questions': {
        'raw_table': 'question', 'time': 'loaded_at', 'skips_deleted': true,
    },
    'stg_qualtrics__survey_responses': {
        'raw_table': 'survey_response', 'time': 'recorded_at', 'skips_deleted': true,
    },
    'stg_qualtrics__question_responses': {
        'raw_table': 'question_response', 'time': 'loaded_at', 'skips_deleted': true,
    },
    'stg_qualtrics__survey_embedded_data': {
        'raw_table': 'survey_embedded_data', 'time': 'loaded_at', 'skips_deleted': true,
    },
    'stg_qualtrics__distribution_contacts': {
        'raw_table': 'distribution_contact', 'time': 'sent_at', 'is_read': false,
    },
} -%}

with staged_rows as (
    {{ staged_row_counts(staged_tables) }}
),

final as (
    select
        'qualtrics' as source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from staged_rows
)

select * from final
