{#- staging model: its raw table -#}
{%- set staged_tables = {
    'stg_salesforce__accounts': 'account',
    'stg_salesforce__contacts': 'contact',
    'stg_salesforce__users': 'user',
    'stg_salesforce__opportunities': 'opportunity',
    'stg_salesforce__events': 'event',
    'stg_salesforce__event_relations': 'event_relation',
    'stg_salesforce__tasks': 'task',
    'stg_salesforce__email_messages': 'email_message',
    'stg_pendo__account_history': 'account_history',
    'stg_pendo__visitor_history': 'visitor_history',
    'stg_pendo__visitor_account_history': 'visitor_account_history',
    'stg_pendo__feature_history': 'feature_history',
    'stg_pendo__polls': 'poll',
    'stg_pendo__poll_events': 'poll_event',
    'stg_zendesk__tickets': 'ticket',
    'stg_zendesk__ticket_field_history': 'ticket_field_history',
    'stg_zendesk__ticket_tags': 'ticket_tag',
    'stg_zendesk__organizations': 'organization',
    'stg_zendesk__users': 'user',
    'stg_zendesk__groups': 'group',
    'stg_stripe__customers': 'customer',
    'stg_stripe__subscription_history': 'subscription_history',
    'stg_stripe__subscription_items': 'subscription_item',
    'stg_stripe__prices': 'price',
    'stg_stripe__plans': 'plan',
    'stg_stripe__subscription_discounts': 'subscription_discount',
    'stg_stripe__coupons': 'coupon',
    'stg_stripe__invoices': 'invoice',
    'stg_stripe__invoice_line_items': 'invoice_line_item',
    'stg_qualtrics__surveys': 'survey',
    'stg_qualtrics__questions': 'question',
    'stg_qualtrics__survey_responses': 'survey_response',
    'stg_qualtrics__question_responses': 'question_response',
    'stg_qualtrics__survey_embedded_data': 'survey_embedded_data',
    'stg_qualtrics__distribution_contacts': 'distribution_contact',
    'stg_customer_success__goals': 'goal',
    'stg_customer_success__success_metrics': 'success_metric',
    'stg_customer_success__value_reviews': 'value_review',
    'stg_customer_success__training_assignments': 'training_assignment',
    'stg_customer_success__community_activities': 'community_activity',
    'stg_customer_success__implementation_milestones': 'implementation_milestone',
    'stg_customer_success__integrations': 'integration',
    'stg_customer_success__tracking_coverages': 'tracking_coverage',
    'stg_customer_success__service_hours': 'service_hours',
    'stg_customer_success__relationship_pulses': 'relationship_pulse',
    'stg_customer_success__advocacies': 'advocacy',
    'stg_customer_success__interventions': 'intervention',
    'stg_customer_success__score_overrides': 'score_override',
    'stg_customer_success__custom_signals': 'custom_signal',
    'stg_customer_success__alert_responses': 'alert_response',
    'stg_hubspot__companies': 'company',
    'stg_hubspot__company_property_history': 'company_property_history',
    'stg_hubspot__contacts': 'contact',
    'stg_hubspot__contact_companies': 'contact_company',
    'stg_hubspot__contact_property_history': 'contact_property_history',
    'stg_hubspot__owners': 'owner',
    'stg_hubspot__deals': 'deal',
    'stg_hubspot__deal_companies': 'deal_company',
    'stg_hubspot__deal_stages': 'deal_stage',
    'stg_hubspot__deal_pipelines': 'deal_pipeline',
    'stg_hubspot__deal_pipeline_stages': 'deal_pipeline_stage',
    'stg_hubspot__merged_deals': 'merged_deal',
    'stg_hubspot__meetings': 'engagement_meeting',
    'stg_hubspot__emails': 'engagement_email',
    'stg_hubspot__engagement_companies': 'engagement_company',
    'stg_hubspot__engagement_contacts': 'engagement_contact',
    'stg_hubspot__engagement_deals': 'engagement_deal',
    'stg_hubspot__tickets': 'ticket',
    'stg_hubspot__ticket_companies': 'ticket_company',
    'stg_hubspot__ticket_contacts': 'ticket_contact',
    'stg_hubspot__ticket_property_history': 'ticket_property_history',
    'stg_hubspot__ticket_pipeline_stages': 'ticket_pipeline_stage',
    'stg_hubspot__feedback_submissions': 'feedback_submission',
} -%}

with raw_counts as (
    {% for staged, raw_table in staged_tables.items() %}
        select
            '{{ staged[4:].split('__')[0] }}' as source,
            '{{ raw_table }}' as raw_table,
            cast(count(*) as bigint) as n_rows_raw
        from {{ ref(staged) }}
        union all
    {% endfor %}
    -- Rollups hold all rows of their tables.
    select
        'pendo' as source,
        'event' as raw_table,
        cast(coalesce(sum(n_rows), 0) as bigint) as n_rows_raw
    from {{ ref('int_usage_visitor_weeks') }}
    union all
    select
        'pendo' as source,
        'page_event' as raw_table,
        cast(coalesce(sum(n_rows), 0) as bigint) as n_rows_raw
    from {{ ref('int_usage_page_weeks') }}
    union all
    select
        'pendo' as source,
        'feature_event' as raw_table,
        cast(coalesce(sum(n_rows), 0) as bigint) as n_rows_raw
    from {{ ref('int_usage_feature_weeks') }}
),

used_rows as (
    select
        source,
        raw_table,
        n_rows
    from {{ ref('int_used_rows') }}
),

used_counts as (
    select
        source,
        raw_table,
        sum(n_rows) as n_rows_used
    from used_rows
    group by 1, 2
),

rejected_counts as (
    select
        source,
        raw_table,
        sum(n_rows) as n_rows_rejected
    from {{ ref('int_rejected_rows') }}
    where not is_row_used
    group by 1, 2
),

final as (
    select
        raw_counts.source,
        raw_counts.raw_table,
        raw_counts.n_rows_raw,
        cast(coalesce(used_counts.n_rows_used, 0) as bigint) as n_rows_used,
        cast(coalesce(rejected_counts.n_rows_rejected, 0) as bigint) as n_rows_rejected,
        cast(
            raw_counts.n_rows_raw
            - coalesce(used_counts.n_rows_used, 0)
            - coalesce(rejected_counts.n_rows_rejected, 0) as bigint
        ) as n_rows_unexplained
    from raw_counts
    left join used_counts
        on
            raw_counts.source = used_counts.source
            and raw_counts.raw_table = used_counts.raw_table
    left join rejected_counts
        on
            raw_counts.source = rejected_counts.source
            and raw_counts.raw_table = rejected_counts.raw_table
)

select * from final
