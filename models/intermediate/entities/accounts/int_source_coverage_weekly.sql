{{ config(
    materialized='incremental',
    incremental_strategy='by_snapshot',
    on_schema_change='fail',
) }}

{#- family, model whose rows are its facts, their time, and which of them where not all are -#}
{%- set facts = [
    {
        'family': 'product_usage', 'model': 'int_usage_visitor_weeks', 'fact_at': 'last_event_at',
        'where': 'rejection_reason is null',
    },
    {
        'family': 'feature_usage', 'model': 'int_usage_feature_weeks', 'fact_at': 'last_event_at',
        'where': 'rejection_reason is null',
    },
    {'family': 'meetings', 'model': 'int_meetings', 'fact_at': 'started_at'},
    {'family': 'emails', 'model': 'int_emails', 'fact_at': 'sent_at'},
    {'family': 'crm', 'model': 'int_accounts', 'fact_at': 'created_at'},
    {'family': 'support', 'model': 'int_tickets', 'fact_at': 'created_at'},
    {'family': 'support', 'model': 'int_ticket_states', 'fact_at': 'valid_from'},
    {
        'family': 'csat', 'model': 'int_survey_answers', 'fact_at': 'responded_at',
        'where': "rejection_reason is null and instrument = 'csat'",
    },
    {
        'family': 'csat_ratings', 'model': 'int_survey_answers', 'fact_at': 'responded_at',
        'where': "rejection_reason is null and instrument = 'csat' and source = 'zendesk'",
    },
    {
        'family': 'csat_surveys', 'model': 'int_survey_answers', 'fact_at': 'responded_at',
        'where': "rejection_reason is null and instrument = 'csat' and source = 'qualtrics'",
    },
    {'family': 'billing', 'model': 'int_invoices', 'fact_at': 'created_at'},
    {'family': 'billing', 'model': 'int_invoices', 'fact_at': 'paid_at'},
    {'family': 'billing', 'model': 'int_subscriptions', 'fact_at': 'started_at'},
    {
        'family': 'surveys', 'model': 'int_survey_answers', 'fact_at': 'responded_at',
        'where': "rejection_reason is null and instrument <> 'csat'",
    },
    {
        'family': 'nps_polls', 'model': 'int_survey_answers', 'fact_at': 'responded_at',
        'where': "rejection_reason is null and instrument <> 'csat' and source = 'pendo'",
    },
    {
        'family': 'nps_surveys', 'model': 'int_survey_answers', 'fact_at': 'responded_at',
        'where': "rejection_reason is null and instrument <> 'csat' and source = 'qualtrics'",
    },
    {'family': 'training', 'model': 'int_training_assignments', 'fact_at': 'assigned_at'},
    {'family': 'training', 'model': 'int_training_assignments', 'fact_at': 'completed_at'},
    {'family': 'success_records', 'model': 'int_success_records', 'fact_at': 'opened_at'},
    {'family': 'success_records', 'model': 'int_success_records', 'fact_at': 'closed_at'},
    {
        'family': 'custom_signal', 'model': 'int_custom_signals', 'fact_at': 'observed_at',
        'where': 'rejection_reason is null',
    },
] -%}

-- The filter reads what this run opens:
-- depends_on: {{ ref('int_open_snapshots') }}
with source_families as (
    select
        source_family,
        stale_days
    from {{ ref('source_families') }}
),

snapshot_weeks as (
    select snapshot_week
    from {{ ref('int_snapshot_weeks') }}
    where {{ in_open_snapshots() }}
),

-- Any fact of the family says that its feed was alive, whichever account it belongs to.
facts as (
    {% for fact in facts %}
        select
            '{{ fact.family }}' as source_family,
            {{ week_start(fact.fact_at) }} as fact_week,
            max({{ fact.fact_at }}) as last_row_at
        from {{ ref(fact.model) }}
        where {{ fact.fact_at }} is not null and {{ fact.get('where', 'true') }}
        group by 2
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

active_weeks as (
    select
        source_family,
        fact_week,
        max(last_row_at) as last_row_at
    from facts
    group by 1, 2
),

neighbours as (
    select
        active_weeks.source_family,
        active_weeks.fact_week,
        active_weeks.last_row_at,
        source_families.stale_days,
        lag(active_weeks.last_row_at) over (
            partition by active_weeks.source_family order by active_weeks.fact_week
        ) as previous_row_at,
        lead(active_weeks.fact_week) over (
            partition by active_weeks.source_family order by active_weeks.fact_week
        ) as next_fact_week
    from active_weeks
    inner join source_families on active_weeks.source_family = source_families.source_family
),

-- When the Monday that opens an active week saw a stale feed, the week begins a new stretch.
stretch_starts as (
    select
        source_family,
        fact_week,
        last_row_at,
        next_fact_week,
        case
            when previous_row_at is null then fact_week
            when {{ days_after('previous_row_at', 'stale_days') }} < fact_week then fact_week
        end as stretch_start
    from neighbours
),

stretches as (
    select
        source_family,
        fact_week,
        last_row_at,
        coalesce(next_fact_week, cast('9999-12-31' as date)) as next_fact_week,
        max(stretch_start) over (
            partition by source_family
            order by fact_week
            rows between unbounded preceding and current row
        ) as stretch_start
    from stretch_starts
),

as_of_snapshots as (
    select
        source_families.source_family,
        snapshot_weeks.snapshot_week,
        stretches.last_row_at,
        stretches.stretch_start,
        case
            when stretches.last_row_at is null then false
            when source_families.stale_days is null then true
            else
                {{ days_after('stretches.last_row_at', 'source_families.stale_days') }}
                >= snapshot_weeks.snapshot_week
        end as is_observed
    from source_families
    cross join snapshot_weeks
    left join stretches
        on
            source_families.source_family = stretches.source_family
            and snapshot_weeks.snapshot_week > stretches.fact_week
            and snapshot_weeks.snapshot_week <= stretches.next_fact_week
),

final as (
    select
        source_family,
        snapshot_week,
        last_row_at,
        is_observed,
        case
            when is_observed
                then cast({{ days_between('stretch_start', 'snapshot_week') }} / 7 as integer)
            else 0
        end as weeks_observed
    from as_of_snapshots
)

select * from final
