{{ config(materialized='view') }}
{#- staging model: its raw table, the time of the fact, and which good rows no model reads -#}
{%- set staged_tables = {
    'stg_hubspot__companies': {'raw_table': 'company', 'time': 'created_at'},
    'stg_hubspot__company_property_history': {
        'raw_table': 'company_property_history', 'time': 'changed_at',
    },
    'stg_hubspot__contacts': {'raw_table': 'contact', 'time': 'created_at'},
    'stg_hubspot__contact_companies': {
        'raw_table': 'contact_company', 'time': 'loaded_at', 'skips_deleted': true,
    },
    'stg_hubspot__contact_property_history': {
        'raw_table': 'contact_property_history', 'time': 'changed_at', 'is_read': false,
    },
    'stg_hubspot__owners': {'raw_table': 'owner', 'time': 'loaded_at'},
    'stg_hubspot__deals': {'raw_table': 'deal', 'time': 'created_at'},
    'stg_hubspot__deal_companies': {
        'raw_table': 'deal_company', 'time': 'loaded_at', 'skips_deleted': true,
    },
    'stg_hubspot__deal_stages': {'raw_table': 'deal_stage', 'time': 'entered_at'},
    'stg_hubspot__deal_pipelines': {'raw_table': 'deal_pipeline', 'time': 'loaded_at'},
    'stg_hubspot__deal_pipeline_stages': {'raw_table': 'deal_pipeline_stage', 'time': 'loaded_at'},
    'stg_hubspot__merged_deals': {'raw_table': 'merged_deal', 'time': 'loaded_at'},
    'stg_hubspot__meetings': {
        'raw_table': 'engagement_meeting', 'time': 'started_at', 'skips_deleted': true,
    },
    'stg_hubspot__emails': {
        'raw_table': 'engagement_email', 'time': 'sent_at', 'skips_deleted': true,
    },
    'stg_hubspot__engagement_companies': {
        'raw_table': 'engagement_company', 'time': 'loaded_at', 'skips_deleted': true,
    },
    'stg_hubspot__engagement_contacts': {
        'raw_table': 'engagement_contact', 'time': 'loaded_at', 'skips_deleted': true,
    },
    'stg_hubspot__engagement_deals': {
        'raw_table': 'engagement_deal', 'time': 'loaded_at', 'skips_deleted': true,
    },
    'stg_hubspot__tickets': {'raw_table': 'ticket', 'time': 'created_at'},
    'stg_hubspot__ticket_companies': {
        'raw_table': 'ticket_company', 'time': 'loaded_at', 'skips_deleted': true,
    },
    'stg_hubspot__ticket_contacts': {
        'raw_table': 'ticket_contact', 'time': 'loaded_at', 'skips_deleted': true,
    },
    'stg_hubspot__ticket_property_history': {
        'raw_table': 'ticket_property_history', 'time': 'changed_at',
    },
    'stg_hubspot__ticket_pipeline_stages': {
        'raw_table': 'ticket_pipeline_stage', 'time': 'loaded_at',
    },
    'stg_hubspot__feedback_submissions': {
        'raw_table': 'feedback_submission', 'time': 'submitted_at', 'skips_deleted': true,
    },
} -%}

with staged_rows as (
    {{ staged_row_counts(staged_tables) }}
),

final as (
    select
        'hubspot' as source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from staged_rows
)

select * from final
