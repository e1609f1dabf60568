{{ config(materialized='view') }}
{#- staging model: its raw table, the time of the fact, what it is read for (nothing: no model reads it),
    and whether deleted rows are never read -#}
{%- set staged_tables = {
    'stg_qualtrics__surveys': {'raw_table': 'survey', 'time': 'loaded_at'},
    'stg_qualtrics__questions': {
        'raw_table': 'question', 'time': 'loaded_at', 'for': ['surveys'], 'skips_deleted': true,
    },
    'stg_qualtrics__survey_responses': {
        'raw_table': 'survey_response', 'time': 'recorded_at', 'for': ['surveys'], 'skips_deleted': true,
    },
    'stg_qualtrics__question_responses': {
        'raw_table': 'question_response', 'time': 'loaded_at', 'for': ['surveys'], 'skips_deleted': true,
    },
    'stg_qualtrics__survey_embedded_data': {
        'raw_table': 'survey_embedded_data', 'time': 'loaded_at', 'for': ['surveys'], 'skips_deleted': true,
    },
    'stg_qualtrics__distribution_contacts': {
        'raw_table': 'distribution_contact', 'time': 'sent_at',
    },
} -%}

with staged_rows as (
    {{ staged_row_counts('qualtrics', staged_tables) }}
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
