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
{#- raw table, rollup: rollups keep what they reject, so that big tables are not read again. -#}
{%- set rolled_up_tables = [
    ('event', 'int_usage_visitor_weeks'),
    ('page_event', 'int_usage_page_weeks'),
    ('feature_event', 'int_usage_feature_weeks'),
] -%}
{#- entity, source, raw table, reason, time, condition: rows that read well, yet are of no use. -#}
{%- set entity_rejections = [
    ('int_survey_answers', 'source', 'raw_table', 'rejection_reason', 'responded_at', 'rejection_reason is not null'),
    ('int_custom_signals', "'customer_success'", "'custom_signal'", 'rejection_reason', 'observed_at',
        'rejection_reason is not null'),
    ('int_invoices', "'stripe'", "'invoice'", 'rejection_reason', 'created_at', 'rejection_reason is not null'),
    ('int_invoices', "'stripe'", "'invoice'", "'unknown_account'", 'created_at',
        'rejection_reason is null and account_id is null'),
    ('int_tickets', "'zendesk'", "'ticket'", "'unknown_account'", 'created_at', 'account_id is null'),
    ('int_training_assignments', "'customer_success'", "'training_assignment'", "'unknown_account'", 'assigned_at',
        'account_id is null'),
    ('int_success_records', "'customer_success'", 'record_kind', "'unknown_account'",
        'coalesce(opened_at, closed_at, due_at)', 'account_id is null'),
    ('int_score_overrides', "'customer_success'", "'score_override'", "'unknown_account'", 'valid_from',
        'account_id is null'),
] -%}
{#- raw table, staging model, time, column that leads to an account: a row may lead to none. -#}
{%- set crm_tables = [
    ('contact', 'contacts', 'created_at', 'account_id'),
    ('opportunity', 'opportunities', 'created_at', 'account_id'),
    ('event', 'events', 'started_at', 'account_id'),
    ('task', 'tasks', 'loaded_at', 'account_id'),
    ('email_message', 'email_messages', 'sent_at', 'related_to_id'),
] -%}

with staged as (
    {% for source, raw_table, plural, time_column in staged_tables %}
        select
            '{{ source }}' as source,
            '{{ raw_table }}' as raw_table,
            rejection_reason,
            coalesce({{ week_start(time_column) }}, {{ week_start('loaded_at') }}) as week,
            cast(count(*) as bigint) as n_rows
        from {{ ref('stg_' ~ source ~ '__' ~ plural) }}
        where rejection_reason is not null
        group by 3, 4
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

rolled_up as (
    {% for raw_table, rollup in rolled_up_tables %}
        select
            'pendo' as source,
            '{{ raw_table }}' as raw_table,
            rejection_reason,
            coalesce(usage_week, {{ week_start('last_loaded_at') }}) as week,
            cast(sum(n_rows) as bigint) as n_rows
        from {{ ref(rollup) }}
        where rejection_reason is not null
        group by 3, 4
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

in_entities as (
    {% for model, source, raw_table, reason, time_column, condition in entity_rejections %}
        select
            {{ source }} as source,
            {{ raw_table }} as raw_table,
            {{ reason }} as rejection_reason,
            {{ week_start(time_column) }} as week,
            cast(1 as bigint) as n_rows
        from {{ ref(model) }}
        where {{ condition }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

crm_keys as (
    select source_account_key as crm_key
    from {{ ref('int_account_keys') }}
    where source = 'salesforce' and account_id is not null

    union

    select {{ crm_id_key('opportunity_id') }} as crm_key
    from {{ ref('int_opportunities') }}

    union

    select contact_key as crm_key
    from {{ ref('int_contacts') }}
),

without_account as (
    {% for raw_table, plural, time_column, column in crm_tables %}
        select
            'salesforce' as source,
            '{{ raw_table }}' as raw_table,
            'unknown_account' as rejection_reason,
            coalesce(
                {{ week_start('staged_rows.' ~ time_column) }},
                {{ week_start('staged_rows.loaded_at') }}
            ) as week,
            cast(1 as bigint) as n_rows
        from {{ ref('stg_salesforce__' ~ plural) }} as staged_rows
        left join crm_keys on {{ crm_id_key('staged_rows.' ~ column) }} = crm_keys.crm_key
        where
            staged_rows.rejection_reason is null
            and not coalesce(staged_rows.is_deleted, false)
            and crm_keys.crm_key is null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

product_keys as (
    select source_account_key
    from {{ ref('int_account_keys') }}
    where source = 'pendo' and account_id is not null
),

-- Usage of a product account without a CRM account: in account_product_usage, in no score.
unmatched_usage as (
    {% for raw_table, rollup in rolled_up_tables %}
        select
            'pendo' as source,
            '{{ raw_table }}' as raw_table,
            'unknown_account' as rejection_reason,
            coalesce(
                rolled_up_rows.usage_week, {{ week_start('rolled_up_rows.last_loaded_at') }}
            ) as week,
            cast(sum(rolled_up_rows.n_rows) as bigint) as n_rows
        from {{ ref(rollup) }} as rolled_up_rows
        left join product_keys
            on rolled_up_rows.product_account_id = product_keys.source_account_key
        where rolled_up_rows.rejection_reason is null and product_keys.source_account_key is null
        group by 4
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

score_overrides as (
    select
        valid_from,
        rejection_reason
    from {{ ref('int_score_overrides') }}
    where account_id is not null
),

refused_overrides as (
    select
        'customer_success' as source,
        'score_override' as raw_table,
        rejection_reason,
        {{ week_start('valid_from') }} as week,
        cast(1 as bigint) as n_rows
    from score_overrides
    where rejection_reason is not null
),

poll_events as (
    select
        poll_id,
        occurred_at
    from {{ ref('stg_pendo__poll_events') }}
    where rejection_reason is null
),

polls as (
    select poll_id
    from {{ ref('stg_pendo__polls') }}
    where rejection_reason is null
),

question_responses as (
    select
        response_id,
        loaded_at
    from {{ ref('stg_qualtrics__question_responses') }}
    where rejection_reason is null
),

survey_responses as (
    select response_id
    from {{ ref('stg_qualtrics__survey_responses') }}
    where rejection_reason is null
),

-- An answer whose poll or response never landed cannot be told to be one.
orphans as (
    select
        'pendo' as source,
        'poll_event' as raw_table,
        'unknown_poll' as rejection_reason,
        {{ week_start('poll_events.occurred_at') }} as week,
        cast(1 as bigint) as n_rows
    from poll_events
    left join polls on poll_events.poll_id = polls.poll_id
    where polls.poll_id is null

    union all

    select
        'qualtrics' as source,
        'question_response' as raw_table,
        'unknown_response' as rejection_reason,
        {{ week_start('question_responses.loaded_at') }} as week,
        cast(1 as bigint) as n_rows
    from question_responses
    left join survey_responses on question_responses.response_id = survey_responses.response_id
    where survey_responses.response_id is null
),

all_rejections as (
    select * from staged
    union all
    select * from rolled_up
    union all
    select * from in_entities
    union all
    select * from without_account
    union all
    select * from unmatched_usage
    union all
    select * from refused_overrides
    union all
    select * from orphans
),

final as (
    select
        source,
        raw_table,
        rejection_reason,
        coalesce(week, cast('1900-01-01' as date)) as week,
        cast(sum(n_rows) as bigint) as n_rows
    from all_rejections
    group by 1, 2, 3, 4
)

select * from final
