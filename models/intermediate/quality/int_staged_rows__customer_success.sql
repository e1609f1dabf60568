{{ config(materialized='view') }}
{#- staging model: its raw table, the time of the fact, and which good rows no model reads -#}
{%- set staged_tables = {
    'stg_customer_success__goals': {
        'raw_table': 'goal', 'time': 'loaded_at', 'skips_deleted': true,
    },
    'stg_customer_success__success_metrics': {
        'raw_table': 'success_metric', 'time': 'measured_at', 'skips_deleted': true,
    },
    'stg_customer_success__value_reviews': {
        'raw_table': 'value_review', 'time': 'held_at', 'skips_deleted': true,
    },
    'stg_customer_success__training_assignments': {
        'raw_table': 'training_assignment', 'time': 'assigned_at', 'skips_deleted': true,
    },
    'stg_customer_success__community_activities': {
        'raw_table': 'community_activity', 'time': 'occurred_at', 'skips_deleted': true,
    },
    'stg_customer_success__implementation_milestones': {
        'raw_table': 'implementation_milestone', 'time': 'loaded_at', 'skips_deleted': true,
    },
    'stg_customer_success__integrations': {
        'raw_table': 'integration', 'time': 'enabled_at', 'skips_deleted': true,
    },
    'stg_customer_success__tracking_coverages': {
        'raw_table': 'tracking_coverage', 'time': 'first_tracked_at', 'skips_deleted': true,
    },
    'stg_customer_success__service_hours': {
        'raw_table': 'service_hours', 'time': 'period_start', 'skips_deleted': true,
    },
    'stg_customer_success__relationship_pulses': {
        'raw_table': 'relationship_pulse', 'time': 'recorded_at', 'skips_deleted': true,
    },
    'stg_customer_success__advocacies': {
        'raw_table': 'advocacy', 'time': 'requested_at', 'skips_deleted': true,
    },
    'stg_customer_success__interventions': {
        'raw_table': 'intervention', 'time': 'started_at', 'skips_deleted': true,
    },
    'stg_customer_success__score_overrides': {
        'raw_table': 'score_override', 'time': 'valid_from', 'skips_deleted': true,
    },
    'stg_customer_success__custom_signals': {
        'raw_table': 'custom_signal', 'time': 'observed_at', 'skips_deleted': true,
    },
    'stg_customer_success__alert_responses': {
        'raw_table': 'alert_response', 'time': 'responded_at', 'skips_deleted': true,
    },
} -%}

with staged_rows as (
    {{ staged_row_counts(staged_tables) }}
),

final as (
    select
        'customer_success' as source,
        raw_table,
        rejection_reason,
        blank_reason,
        week,
        n_rows
    from staged_rows
)

select * from final
