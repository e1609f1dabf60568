{#- source, raw table, staging model -#}
{%- set staged_tables = [
    ('salesforce', 'account', 'accounts'),
    ('salesforce', 'contact', 'contacts'),
    ('salesforce', 'user', 'users'),
    ('salesforce', 'opportunity', 'opportunities'),
    ('salesforce', 'event', 'events'),
    ('salesforce', 'event_relation', 'event_relations'),
    ('salesforce', 'task', 'tasks'),
    ('salesforce', 'email_message', 'email_messages'),
    ('pendo', 'account_history', 'account_history'),
    ('pendo', 'visitor_history', 'visitor_history'),
    ('pendo', 'visitor_account_history', 'visitor_account_history'),
    ('pendo', 'feature_history', 'feature_history'),
    ('pendo', 'poll', 'polls'),
    ('pendo', 'poll_event', 'poll_events'),
    ('zendesk', 'ticket', 'tickets'),
    ('zendesk', 'ticket_field_history', 'ticket_field_history'),
    ('zendesk', 'ticket_tag', 'ticket_tags'),
    ('zendesk', 'organization', 'organizations'),
    ('zendesk', 'user', 'users'),
    ('zendesk', 'group', 'groups'),
    ('stripe', 'customer', 'customers'),
    ('stripe', 'subscription_history', 'subscription_history'),
    ('stripe', 'subscription_item', 'subscription_items'),
    ('stripe', 'price', 'prices'),
    ('stripe', 'plan', 'plans'),
    ('stripe', 'subscription_discount', 'subscription_discounts'),
    ('stripe', 'coupon', 'coupons'),
    ('stripe', 'invoice', 'invoices'),
    ('stripe', 'invoice_line_item', 'invoice_line_items'),
    ('qualtrics', 'survey', 'surveys'),
    ('qualtrics', 'question', 'questions'),
    ('qualtrics', 'survey_response', 'survey_responses'),
    ('qualtrics', 'question_response', 'question_responses'),
    ('qualtrics', 'survey_embedded_data', 'survey_embedded_data'),
    ('qualtrics', 'distribution_contact', 'distribution_contacts'),
    ('customer_success', 'goal', 'goals'),
    ('customer_success', 'success_metric', 'success_metrics'),
    ('customer_success', 'value_review', 'value_reviews'),
    ('customer_success', 'training_assignment', 'training_assignments'),
    ('customer_success', 'community_activity', 'community_activities'),
    ('customer_success', 'implementation_milestone', 'implementation_milestones'),
    ('customer_success', 'integration', 'integrations'),
    ('customer_success', 'tracking_coverage', 'tracking_coverages'),
    ('customer_success', 'service_hours', 'service_hours'),
    ('customer_success', 'relationship_pulse', 'relationship_pulses'),
    ('customer_success', 'advocacy', 'advocacies'),
    ('customer_success', 'intervention', 'interventions'),
    ('customer_success', 'score_override', 'score_overrides'),
    ('customer_success', 'custom_signal', 'custom_signals'),
] -%}
{#- raw table, rollup that holds all of its rows -#}
{%- set rolled_up_tables = [
    ('event', 'int_usage_visitor_weeks'),
    ('page_event', 'int_usage_page_weeks'),
    ('feature_event', 'int_usage_feature_weeks'),
] -%}

with raw_counts as (
    {% for source, raw_table, plural in staged_tables %}
        select
            '{{ source }}' as source,
            '{{ raw_table }}' as raw_table,
            cast(count(*) as bigint) as n_rows_raw
        from {{ ref('stg_' ~ source ~ '__' ~ plural) }}
        union all
    {% endfor %}
    {% for raw_table, rollup in rolled_up_tables %}
        select
            'pendo' as source,
            '{{ raw_table }}' as raw_table,
            cast(coalesce(sum(n_rows), 0) as bigint) as n_rows_raw
        from {{ ref(rollup) }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
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
