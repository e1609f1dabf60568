{{ config(materialized='view') }}
{#- source, raw table, staging model, time of the fact, why good rows are left out wherever they are
    read: deleted, or a table that no model reads. All but those that the rollups read. -#}
{%- set staged_tables = [
    ('salesforce', 'account', 'accounts', 'created_at', none),
    ('salesforce', 'contact', 'contacts', 'created_at', none),
    ('salesforce', 'user', 'users', 'loaded_at', none),
    ('salesforce', 'opportunity', 'opportunities', 'created_at', none),
    ('salesforce', 'event', 'events', 'started_at', 'deleted'),
    ('salesforce', 'event_relation', 'event_relations', 'loaded_at', 'deleted'),
    ('salesforce', 'task', 'tasks', 'loaded_at', 'table_not_read'),
    ('salesforce', 'email_message', 'email_messages', 'sent_at', 'deleted'),
    ('pendo', 'account_history', 'account_history', 'last_updated_at', none),
    ('pendo', 'visitor_history', 'visitor_history', 'last_updated_at', none),
    ('pendo', 'visitor_account_history', 'visitor_account_history', 'loaded_at', none),
    ('pendo', 'feature_history', 'feature_history', 'last_updated_at', none),
    ('pendo', 'poll', 'polls', 'loaded_at', none),
    ('pendo', 'poll_event', 'poll_events', 'occurred_at', none),
    ('zendesk', 'ticket', 'tickets', 'created_at', none),
    ('zendesk', 'ticket_field_history', 'ticket_field_history', 'updated_at', none),
    ('zendesk', 'ticket_tag', 'ticket_tags', 'loaded_at', 'deleted'),
    ('zendesk', 'organization', 'organizations', 'created_at', 'deleted'),
    ('zendesk', 'user', 'users', 'loaded_at', none),
    ('zendesk', 'group', 'groups', 'loaded_at', none),
    ('stripe', 'customer', 'customers', 'created_at', none),
    ('stripe', 'subscription_history', 'subscription_history', 'created_at', 'deleted'),
    ('stripe', 'subscription_item', 'subscription_items', 'loaded_at', 'deleted'),
    ('stripe', 'price', 'prices', 'loaded_at', none),
    ('stripe', 'plan', 'plans', 'loaded_at', none),
    ('stripe', 'subscription_discount', 'subscription_discounts', 'started_at', 'deleted'),
    ('stripe', 'coupon', 'coupons', 'loaded_at', none),
    ('stripe', 'invoice', 'invoices', 'created_at', 'deleted'),
    ('stripe', 'invoice_line_item', 'invoice_line_items', 'period_start_at', 'deleted'),
    ('qualtrics', 'survey', 'surveys', 'loaded_at', 'table_not_read'),
    ('qualtrics', 'question', 'questions', 'loaded_at', 'deleted'),
    ('qualtrics', 'survey_response', 'survey_responses', 'recorded_at', 'deleted'),
    ('qualtrics', 'question_response', 'question_responses', 'loaded_at', 'deleted'),
    ('qualtrics', 'survey_embedded_data', 'survey_embedded_data', 'loaded_at', 'deleted'),
    ('qualtrics', 'distribution_contact', 'distribution_contacts', 'sent_at', 'table_not_read'),
    ('customer_success', 'goal', 'goals', 'loaded_at', 'deleted'),
    ('customer_success', 'success_metric', 'success_metrics', 'measured_at', 'deleted'),
    ('customer_success', 'value_review', 'value_reviews', 'held_at', 'deleted'),
    ('customer_success', 'training_assignment', 'training_assignments', 'assigned_at', 'deleted'),
    ('customer_success', 'community_activity', 'community_activities', 'occurred_at', 'deleted'),
    (
        'customer_success', 'implementation_milestone', 'implementation_milestones', 'loaded_at',
        'deleted',
    ),
    ('customer_success', 'integration', 'integrations', 'enabled_at', 'deleted'),
    ('customer_success', 'tracking_coverage', 'tracking_coverages', 'first_tracked_at', 'deleted'),
    ('customer_success', 'service_hours', 'service_hours', 'period_start', 'deleted'),
    ('customer_success', 'relationship_pulse', 'relationship_pulses', 'recorded_at', 'deleted'),
    ('customer_success', 'advocacy', 'advocacies', 'requested_at', 'deleted'),
    ('customer_success', 'intervention', 'interventions', 'started_at', 'deleted'),
    ('customer_success', 'score_override', 'score_overrides', 'valid_from', 'deleted'),
    ('customer_success', 'custom_signal', 'custom_signals', 'observed_at', 'deleted'),
] -%}
{%- set reasons = {
    'deleted': "case when is_deleted then 'deleted' end",
    'table_not_read': "'table_not_read'",
} -%}

with judged as (
    {% for source, raw_table, plural, time_column, good_rows in staged_tables %}
        select
            '{{ source }}' as source,
            '{{ raw_table }}' as raw_table,
            coalesce(rejection_reason, {{ reasons.get(good_rows, 'null') }}) as rejection_reason,
            blank_reason,
            coalesce({{ week_start(time_column) }}, {{ week_start('loaded_at') }}) as week
        from {{ ref('stg_' ~ source ~ '__' ~ plural) }}
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
