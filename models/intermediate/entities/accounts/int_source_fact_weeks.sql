{{ config(materialized='table') }}

{#- family, model whose rows are its facts, their source and time, which of them where not all -#}
{%- set facts = [
    {
        'family': 'product_usage', 'model': 'int_usage_visitor_weeks', 'source': 'source',
        'fact_at': 'last_event_at', 'where': 'rejection_reason is null',
    },
    {
        'family': 'feature_usage', 'model': 'int_usage_feature_weeks', 'source': 'source',
        'fact_at': 'last_event_at', 'where': 'rejection_reason is null',
    },
    {
        'family': 'meetings', 'model': 'int_meetings', 'source': 'source', 'fact_at': 'started_at',
    },
    {'family': 'emails', 'model': 'int_emails', 'source': 'source', 'fact_at': 'sent_at'},
    {
        'family': 'crm', 'model': 'int_accounts', 'source': "'" ~ crm_source() ~ "'",
        'fact_at': 'created_at',
    },
    {
        'family': 'support', 'model': 'int_tickets', 'source': 'source', 'fact_at': 'created_at',
    },
    {
        'family': 'support', 'model': 'int_ticket_states', 'source': 'source',
        'fact_at': 'valid_from',
    },
    {
        'family': 'billing', 'model': 'int_invoices', 'source': 'source', 'fact_at': 'created_at',
    },
    {'family': 'billing', 'model': 'int_invoices', 'source': 'source', 'fact_at': 'paid_at'},
    {
        'family': 'billing', 'model': 'int_subscriptions', 'source': 'source',
        'fact_at': 'started_at',
    },
    {
        'family': 'training', 'model': 'int_training_assignments',
        'source': "'customer_success'", 'fact_at': 'assigned_at',
    },
    {
        'family': 'training', 'model': 'int_training_assignments',
        'source': "'customer_success'", 'fact_at': 'completed_at',
    },
    {
        'family': 'success_records', 'model': 'int_success_records',
        'source': "'customer_success'", 'fact_at': 'opened_at',
    },
    {
        'family': 'success_records', 'model': 'int_success_records',
        'source': "'customer_success'", 'fact_at': 'closed_at',
    },
    {
        'family': 'custom_signal', 'model': 'int_custom_signals',
        'source': "'customer_success'", 'fact_at': 'observed_at',
        'where': 'rejection_reason is null',
    },
] -%}

with answers as (
    select
        source,
        instrument,
        {{ week_start('responded_at') }} as fact_week,
        max(responded_at) as last_row_at
    from {{ ref('int_survey_answers') }}
    where responded_at is not null and rejection_reason is null
    group by 1, 2, 3
),

survey_families as (
    select
        source,
        instrument,
        source_family,
        part_family
    from {{ ref('int_survey_families') }}
    where is_used
),

-- Any fact of the family says that its feed was alive, whichever account it belongs to.
facts as (
    {% for fact in facts %}
        select
            '{{ fact.family }}' as source_family,
            {{ fact.source }} as source,
            {{ week_start(fact.fact_at) }} as fact_week,
            max({{ fact.fact_at }}) as last_row_at
        from {{ ref(fact.model) }}
        where {{ fact.fact_at }} is not null and {{ fact.get('where', 'true') }}
        group by 2, 3
        union all
    {% endfor %}
    select
        survey_families.source_family,
        answers.source,
        answers.fact_week,
        answers.last_row_at
    from answers
    inner join survey_families
        on
            answers.source = survey_families.source
            and answers.instrument = survey_families.instrument
    union all
    select
        survey_families.part_family as source_family,
        answers.source,
        answers.fact_week,
        answers.last_row_at
    from answers
    inner join survey_families
        on
            answers.source = survey_families.source
            and answers.instrument = survey_families.instrument
),

final as (
    select
        source_family,
        source,
        fact_week,
        max(last_row_at) as last_row_at
    from facts
    group by 1, 2, 3
)

select * from final
