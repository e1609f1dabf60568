{{ config(
    materialized='incremental',
    incremental_strategy='by_snapshot',
    on_schema_change='fail',
) }}

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
    {% for family, model, fact_at, condition in [
        ('product_usage', 'int_usage_visitor_weeks', 'last_event_at', 'rejection_reason is null'),
        ('feature_usage', 'int_usage_feature_weeks', 'last_event_at', 'rejection_reason is null'),
        ('meetings', 'int_meetings', 'started_at', '1 = 1'),
        ('emails', 'int_emails', 'sent_at', '1 = 1'),
        ('crm', 'int_accounts', 'created_at', '1 = 1'),
        ('support', 'int_tickets', 'created_at', '1 = 1'),
        ('support', 'int_ticket_states', 'valid_from', '1 = 1'),
        ('csat', 'int_survey_answers', 'responded_at', "rejection_reason is null and instrument = 'csat'"),
        (
            'csat_ratings', 'int_survey_answers', 'responded_at',
            "rejection_reason is null and instrument = 'csat' and source = 'zendesk'",
        ),
        (
            'csat_surveys', 'int_survey_answers', 'responded_at',
            "rejection_reason is null and instrument = 'csat' and source = 'qualtrics'",
        ),
        ('billing', 'int_invoices', 'created_at', '1 = 1'),
        ('billing', 'int_invoices', 'paid_at', '1 = 1'),
        ('billing', 'int_subscriptions', 'started_at', '1 = 1'),
        ('surveys', 'int_survey_answers', 'responded_at', "rejection_reason is null and instrument <> 'csat'"),
        (
            'nps_polls', 'int_survey_answers', 'responded_at',
            "rejection_reason is null and instrument <> 'csat' and source = 'pendo'",
        ),
        (
            'nps_surveys', 'int_survey_answers', 'responded_at',
            "rejection_reason is null and instrument <> 'csat' and source = 'qualtrics'",
        ),
        ('training', 'int_training_assignments', 'assigned_at', '1 = 1'),
        ('training', 'int_training_assignments', 'completed_at', '1 = 1'),
        ('success_records', 'int_success_records', 'opened_at', '1 = 1'),
        ('success_records', 'int_success_records', 'closed_at', '1 = 1'),
        ('custom_signal', 'int_custom_signals', 'observed_at', 'rejection_reason is null'),
    ] %}
        select
            '{{ family }}' as source_family,
            {{ week_start(fact_at) }} as fact_week,
            max({{ fact_at }}) as last_row_at
        from {{ ref(model) }}
        where {{ fact_at }} is not null and {{ condition }}
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
