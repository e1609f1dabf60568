{{ config(materialized='view') }}
{#- staging model: raw table, time of the fact, why good rows are left out wherever they are read:
    deleted, or a table that no model reads. All but those that the rollups read. -#}
{%- set staged_tables = {
    'stg_salesforce__accounts': {'raw_table': 'account', 'time': 'created_at'},
    'stg_salesforce__contacts': {'raw_table': 'contact', 'time': 'created_at'},
    'stg_salesforce__users': {'raw_table': 'user', 'time': 'loaded_at'},
    'stg_salesforce__opportunities': {'raw_table': 'opportunity', 'time': 'created_at'},
    'stg_salesforce__events': {'raw_table': 'event', 'time': 'started_at', 'good_rows': 'deleted'},
    'stg_salesforce__event_relations': {
        'raw_table': 'event_relation', 'time': 'loaded_at', 'good_rows': 'deleted',
    },
    'stg_salesforce__tasks': {
        'raw_table': 'task', 'time': 'loaded_at', 'good_rows': 'table_not_read',
    },
    'stg_salesforce__email_messages': {
        'raw_table': 'email_message', 'time': 'sent_at', 'good_rows': 'deleted',
    },
    'stg_pendo__account_history': {'raw_table': 'account_history', 'time': 'last_updated_at'},
    'stg_pendo__visitor_history': {'raw_table': 'visitor_history', 'time': 'last_updated_at'},
    'stg_pendo__visitor_account_history': {
        'raw_table': 'visitor_account_history', 'time': 'loaded_at',
    },
    'stg_pendo__feature_history': {'raw_table': 'feature_history', 'time': 'last_updated_at'},
    'stg_pendo__polls': {'raw_table': 'poll', 'time': 'loaded_at'},
    'stg_pendo__poll_events': {'raw_table': 'poll_event', 'time': 'occurred_at'},
    'stg_zendesk__tickets': {'raw_table': 'ticket', 'time': 'created_at'},
    'stg_zendesk__ticket_field_history': {
        'raw_table': 'ticket_field_history', 'time': 'updated_at',
    },
    'stg_zendesk__ticket_tags': {
        'raw_table': 'ticket_tag', 'time': 'loaded_at', 'good_rows': 'deleted',
    },
    'stg_zendesk__organizations': {
        'raw_table': 'organization', 'time': 'created_at', 'good_rows': 'deleted',
    },
    'stg_zendesk__users': {'raw_table': 'user', 'time': 'loaded_at'},
    'stg_zendesk__groups': {'raw_table': 'group', 'time': 'loaded_at'},
    'stg_stripe__customers': {'raw_table': 'customer', 'time': 'created_at'},
    'stg_stripe__subscription_history': {
        'raw_table': 'subscription_history', 'time': 'created_at', 'good_rows': 'deleted',
    },
    'stg_stripe__subscription_items': {
        'raw_table': 'subscription_item', 'time': 'loaded_at', 'good_rows': 'deleted',
    },
    'stg_stripe__prices': {'raw_table': 'price', 'time': 'loaded_at'},
    'stg_stripe__plans': {'raw_table': 'plan', 'time': 'loaded_at'},
    'stg_stripe__subscription_discounts': {
        'raw_table': 'subscription_discount', 'time': 'started_at', 'good_rows': 'deleted',
    },
    'stg_stripe__coupons': {'raw_table': 'coupon', 'time': 'loaded_at'},
    'stg_stripe__invoices': {'raw_table': 'invoice', 'time': 'created_at', 'good_rows': 'deleted'},
    'stg_stripe__invoice_line_items': {
        'raw_table': 'invoice_line_item', 'time': 'period_start_at', 'good_rows': 'deleted',
    },
    'stg_qualtrics__surveys': {
        'raw_table': 'survey', 'time': 'loaded_at', 'good_rows': 'table_not_read',
    },
    'stg_qualtrics__questions': {
        'raw_table': 'question', 'time': 'loaded_at', 'good_rows': 'deleted',
    },
    'stg_qualtrics__survey_responses': {
        'raw_table': 'survey_response', 'time': 'recorded_at', 'good_rows': 'deleted',
    },
    'stg_qualtrics__question_responses': {
        'raw_table': 'question_response', 'time': 'loaded_at', 'good_rows': 'deleted',
    },
    'stg_qualtrics__survey_embedded_data': {
        'raw_table': 'survey_embedded_data', 'time': 'loaded_at', 'good_rows': 'deleted',
    },
    'stg_qualtrics__distribution_contacts': {
        'raw_table': 'distribution_contact', 'time': 'sent_at', 'good_rows': 'table_not_read',
    },
    'stg_customer_success__goals': {
        'raw_table': 'goal', 'time': 'loaded_at', 'good_rows': 'deleted',
    },
    'stg_customer_success__success_metrics': {
        'raw_table': 'success_metric', 'time': 'measured_at', 'good_rows': 'deleted',
    },
    'stg_customer_success__value_reviews': {
        'raw_table': 'value_review', 'time': 'held_at', 'good_rows': 'deleted',
    },
    'stg_customer_success__training_assignments': {
        'raw_table': 'training_assignment', 'time': 'assigned_at', 'good_rows': 'deleted',
    },
    'stg_customer_success__community_activities': {
        'raw_table': 'community_activity', 'time': 'occurred_at', 'good_rows': 'deleted',
    },
    'stg_customer_success__implementation_milestones': {
        'raw_table': 'implementation_milestone', 'time': 'loaded_at', 'good_rows': 'deleted',
    },
    'stg_customer_success__integrations': {
        'raw_table': 'integration', 'time': 'enabled_at', 'good_rows': 'deleted',
    },
    'stg_customer_success__tracking_coverages': {
        'raw_table': 'tracking_coverage', 'time': 'first_tracked_at', 'good_rows': 'deleted',
    },
    'stg_customer_success__service_hours': {
        'raw_table': 'service_hours', 'time': 'period_start', 'good_rows': 'deleted',
    },
    'stg_customer_success__relationship_pulses': {
        'raw_table': 'relationship_pulse', 'time': 'recorded_at', 'good_rows': 'deleted',
    },
    'stg_customer_success__advocacies': {
        'raw_table': 'advocacy', 'time': 'requested_at', 'good_rows': 'deleted',
    },
    'stg_customer_success__interventions': {
        'raw_table': 'intervention', 'time': 'started_at', 'good_rows': 'deleted',
    },
    'stg_customer_success__score_overrides': {
        'raw_table': 'score_override', 'time': 'valid_from', 'good_rows': 'deleted',
    },
    'stg_customer_success__custom_signals': {
        'raw_table': 'custom_signal', 'time': 'observed_at', 'good_rows': 'deleted',
    },
    'stg_customer_success__alert_responses': {
        'raw_table': 'alert_response', 'time': 'responded_at', 'good_rows': 'deleted',
    },
    'stg_hubspot__companies': {'raw_table': 'company', 'time': 'created_at'},
    'stg_hubspot__company_property_history': {
        'raw_table': 'company_property_history', 'time': 'changed_at',
    },
    'stg_hubspot__contacts': {'raw_table': 'contact', 'time': 'created_at'},
    'stg_hubspot__contact_companies': {
        'raw_table': 'contact_company', 'time': 'loaded_at', 'good_rows': 'deleted',
    },
    'stg_hubspot__contact_property_history': {
        'raw_table': 'contact_property_history', 'time': 'changed_at', 'good_rows': 'table_not_read',
    },
    'stg_hubspot__owners': {'raw_table': 'owner', 'time': 'loaded_at'},
    'stg_hubspot__deals': {'raw_table': 'deal', 'time': 'created_at'},
    'stg_hubspot__deal_companies': {
        'raw_table': 'deal_company', 'time': 'loaded_at', 'good_rows': 'deleted',
    },
    'stg_hubspot__deal_stages': {'raw_table': 'deal_stage', 'time': 'entered_at'},
    'stg_hubspot__deal_pipelines': {'raw_table': 'deal_pipeline', 'time': 'loaded_at'},
    'stg_hubspot__deal_pipeline_stages': {'raw_table': 'deal_pipeline_stage', 'time': 'loaded_at'},
    'stg_hubspot__merged_deals': {'raw_table': 'merged_deal', 'time': 'loaded_at'},
    'stg_hubspot__meetings': {
        'raw_table': 'engagement_meeting', 'time': 'started_at', 'good_rows': 'deleted',
    },
    'stg_hubspot__emails': {
        'raw_table': 'engagement_email', 'time': 'sent_at', 'good_rows': 'deleted',
    },
    'stg_hubspot__engagement_companies': {
        'raw_table': 'engagement_company', 'time': 'loaded_at', 'good_rows': 'deleted',
    },
    'stg_hubspot__engagement_contacts': {
        'raw_table': 'engagement_contact', 'time': 'loaded_at', 'good_rows': 'deleted',
    },
    'stg_hubspot__engagement_deals': {
        'raw_table': 'engagement_deal', 'time': 'loaded_at', 'good_rows': 'deleted',
    },
    'stg_hubspot__tickets': {'raw_table': 'ticket', 'time': 'created_at'},
    'stg_hubspot__ticket_companies': {
        'raw_table': 'ticket_company', 'time': 'loaded_at', 'good_rows': 'deleted',
    },
    'stg_hubspot__ticket_contacts': {
        'raw_table': 'ticket_contact', 'time': 'loaded_at', 'good_rows': 'deleted',
    },
    'stg_hubspot__ticket_property_history': {
        'raw_table': 'ticket_property_history', 'time': 'changed_at',
    },
    'stg_hubspot__ticket_pipeline_stages': {
        'raw_table': 'ticket_pipeline_stage', 'time': 'loaded_at',
    },
    'stg_hubspot__feedback_submissions': {
        'raw_table': 'feedback_submission', 'time': 'submitted_at', 'good_rows': 'deleted',
    },
} -%}
{%- set reasons = {
    'deleted': "case when is_deleted then 'deleted' end",
    'table_not_read': "'table_not_read'",
} -%}

with judged as (
    {% for staged, table in staged_tables.items() %}
        select
            '{{ staged[4:].split('__')[0] }}' as source,
            '{{ table.raw_table }}' as raw_table,
            coalesce(
                rejection_reason, {{ reasons.get(table.good_rows, 'null') }}
            ) as rejection_reason,
            blank_reason,
            coalesce({{ week_start(table.time) }}, {{ week_start('loaded_at') }}) as week
        from {{ ref(staged) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

final as (
    select
        source,
        raw_table,
        coalesce(rejection_reason, blank_reason) as rejection_reason,
        rejection_reason is null as is_row_used,
        week,
        cast(count(*) as bigint) as n_rows
    from judged
    where coalesce(rejection_reason, blank_reason) is not null
    group by 1, 2, 3, 4, 5
)

select * from final
