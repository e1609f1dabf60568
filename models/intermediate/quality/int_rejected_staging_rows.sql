{{ config(materialized='ephemeral') }}
{#- source, raw table, staging model, time of the fact: all but those that the rollups read. -#}
{%- set staged_tables = [
    ('salesforce', 'account', 'accounts', 'created_at'),
    ('salesforce', 'contact', 'contacts', 'created_at'),
    ('salesforce', 'user', 'users', 'loaded_at'),
    ('salesforce', 'opportunity', 'opportunities', 'created_at'),
    ('salesforce', 'event', 'events', 'started_at'),
    ('salesforce', 'event_relation', 'event_relations', 'loaded_at'),
    ('salesforce', 'task', 'tasks', 'loaded_at'),
    ('salesforce', 'email_message', 'email_messages', 'sent_at'),
    ('pendo', 'account_history', 'account_history', 'last_updated_at'),
    ('pendo', 'visitor_history', 'visitor_history', 'last_updated_at'),
    ('pendo', 'visitor_account_history', 'visitor_account_history', 'loaded_at'),
    ('pendo', 'feature_history', 'feature_history', 'last_updated_at'),
    ('pendo', 'poll', 'polls', 'loaded_at'),
    ('pendo', 'poll_event', 'poll_events', 'occurred_at'),
    ('zendesk', 'ticket', 'tickets', 'created_at'),
    ('zendesk', 'ticket_field_history', 'ticket_field_history', 'updated_at'),
    ('zendesk', 'ticket_tag', 'ticket_tags', 'loaded_at'),
    ('zendesk', 'organization', 'organizations', 'created_at'),
    ('zendesk', 'user', 'users', 'loaded_at'),
    ('zendesk', 'group', 'groups', 'loaded_at'),
    ('stripe', 'customer', 'customers', 'created_at'),
    ('stripe', 'subscription_history', 'subscription_history', 'created_at'),
    ('stripe', 'subscription_item', 'subscription_items', 'loaded_at'),
    ('stripe', 'price', 'prices', 'loaded_at'),
    ('stripe', 'plan', 'plans', 'loaded_at'),
    ('stripe', 'subscription_discount', 'subscription_discounts', 'started_at'),
    ('stripe', 'coupon', 'coupons', 'loaded_at'),
    ('stripe', 'invoice', 'invoices', 'created_at'),
    ('stripe', 'invoice_line_item', 'invoice_line_items', 'period_start_at'),
    ('qualtrics', 'survey', 'surveys', 'loaded_at'),
    ('qualtrics', 'question', 'questions', 'loaded_at'),
    ('qualtrics', 'survey_response', 'survey_responses', 'recorded_at'),
    ('qualtrics', 'question_response', 'question_responses', 'loaded_at'),
    ('qualtrics', 'survey_embedded_data', 'survey_embedded_data', 'loaded_at'),
    ('qualtrics', 'distribution_contact', 'distribution_contacts', 'sent_at'),
    ('customer_success', 'goal', 'goals', 'loaded_at'),
    ('customer_success', 'success_metric', 'success_metrics', 'measured_at'),
    ('customer_success', 'value_review', 'value_reviews', 'held_at'),
    ('customer_success', 'training_assignment', 'training_assignments', 'assigned_at'),
    ('customer_success', 'community_activity', 'community_activities', 'occurred_at'),
    ('customer_success', 'implementation_milestone', 'implementation_milestones', 'loaded_at'),
    ('customer_success', 'integration', 'integrations', 'enabled_at'),
    ('customer_success', 'tracking_coverage', 'tracking_coverages', 'first_tracked_at'),
    ('customer_success', 'service_hours', 'service_hours', 'period_start'),
    ('customer_success', 'relationship_pulse', 'relationship_pulses', 'recorded_at'),
    ('customer_success', 'advocacy', 'advocacies', 'requested_at'),
    ('customer_success', 'intervention', 'interventions', 'started_at'),
    ('customer_success', 'score_override', 'score_overrides', 'valid_from'),
    ('customer_success', 'custom_signal', 'custom_signals', 'observed_at'),
] -%}

with final as (
    {% for source, raw_table, plural, time_column in staged_tables %}
        select
            '{{ source }}' as source,
            '{{ raw_table }}' as raw_table,
            coalesce(rejection_reason, blank_reason) as rejection_reason,
            rejection_reason is null as is_row_used,
            coalesce({{ week_start(time_column) }}, {{ week_start('loaded_at') }}) as week,
            cast(count(*) as bigint) as n_rows
        from {{ ref('stg_' ~ source ~ '__' ~ plural) }}
        where coalesce(rejection_reason, blank_reason) is not null
        group by 3, 4, 5
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from final
