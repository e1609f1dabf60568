{#- wide weekly model, signal, has a value, has a level: the neck is this list. -#}
{%- set built_in_signals = [
    ('int_usage_signals_weekly', 'login_frequency', true, false),
    ('int_usage_signals_weekly', 'feature_adoption', true, false),
    ('int_usage_signals_weekly', 'usage_trend', true, false),
    ('int_usage_signals_weekly', 'depth_of_use', true, false),
    ('int_engagement_signals_weekly', 'meeting_attendance', true, true),
    ('int_engagement_signals_weekly', 'email_responsiveness', true, false),
    ('int_engagement_signals_weekly', 'executive_sponsor_access', false, true),
    ('int_engagement_signals_weekly', 'training_participation', true, false),
    ('int_support_signals_weekly', 'ticket_volume_trend', true, true),
    ('int_support_signals_weekly', 'csat_average', true, false),
    ('int_support_signals_weekly', 'escalation_frequency', true, false),
    ('int_support_signals_weekly', 'open_issue_age', true, true),
    ('int_financial_signals_weekly', 'payment_timeliness', true, false),
    ('int_financial_signals_weekly', 'renewal_proximity', true, true),
    ('int_financial_signals_weekly', 'expansion_signals', true, true),
    ('int_financial_signals_weekly', 'discount_dependency', true, false),
    ('int_usage_signals_weekly', 'active_agents', true, false),
    ('int_usage_signals_weekly', 'session_duration', true, false),
    ('int_usage_signals_weekly', 'completed_actions', true, false),
    ('int_usage_signals_weekly', 'feature_breadth', true, false),
    ('int_usage_signals_weekly', 'identified_usage', true, false),
    ('int_participation_signals_weekly', 'training_attendance', true, false),
    ('int_participation_signals_weekly', 'community_participation', true, false),
    ('int_participation_signals_weekly', 'feedback_provided', true, false),
    ('int_participation_signals_weekly', 'response_rate', true, false),
    ('int_support_load_weekly', 'support_tickets', true, false),
    ('int_support_load_weekly', 'support_load', true, false),
    ('int_outcome_signals_weekly', 'goals_achieved', true, false),
    ('int_outcome_signals_weekly', 'roi', true, false),
    ('int_outcome_signals_weekly', 'value_demonstrated', false, true),
    ('int_outcome_signals_weekly', 'success_metrics_met', true, false),
    ('int_outcome_signals_weekly', 'referenceability', false, true),
    ('int_relationship_signals_weekly', 'nps_net', true, false),
    ('int_relationship_signals_weekly', 'csat', true, false),
    ('int_relationship_signals_weekly', 'satisfaction', true, false),
    ('int_relationship_signals_weekly', 'nps_ltr', true, false),
    ('int_relationship_signals_weekly', 'advocacy', true, false),
    ('int_relationship_signals_weekly', 'relationship_strength', true, false),
    ('int_value_signals_weekly', 'sum_minutes_13w', true, false),
    ('int_value_signals_weekly', 'count_active_days_13w', true, false),
    ('int_value_signals_weekly', 'count_associated_visitors_13w', true, false),
    ('int_value_signals_weekly', 'nps_mean_13w', true, false),
    ('int_value_signals_weekly', 'sum_minutes', true, false),
    ('int_value_signals_weekly', 'count_active_days', true, false),
    ('int_value_signals_weekly', 'count_associated_visitors', true, false),
    ('int_value_signals_weekly', 'nps_mean', true, false),
    ('int_adoption_signals_weekly', 'tenure_days', true, false),
    ('int_adoption_signals_weekly', 'milestones_completed', true, false),
    ('int_adoption_signals_weekly', 'milestone_timeliness', true, false),
    ('int_adoption_signals_weekly', 'integrations_enabled', true, false),
    ('int_adoption_signals_weekly', 'time_to_go_live', true, false),
    ('int_adoption_signals_weekly', 'tracked_items', true, false),
    ('int_adoption_signals_weekly', 'metrics_measured', true, false),
    ('int_adoption_signals_weekly', 'people_trained', true, false),
    ('int_adoption_signals_weekly', 'certifications', true, false),
    ('int_adoption_signals_weekly', 'service_hours_used', true, true),
    ('int_adoption_signals_weekly', 'recurring_revenue', true, false),
] -%}

with built_in as (
    {% for model, signal_id, has_value, has_level in built_in_signals %}
        select
            account_id,
            snapshot_week,
            '{{ signal_id }}' as signal_id,
            cast({{ signal_id if has_value else 'null' }} as {{ type_double() }}) as value,
            cast({{ signal_id ~ '_level' if has_level else 'null' }} as text) as level
        from {{ ref(model) }}
        where
            {{ signal_id ~ ' is not null' if has_value else '1 = 0' }}
            or {{ signal_id ~ '_level is not null' if has_level else '1 = 0' }}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

account_weeks as (
    select
        account_id,
        snapshot_week,
        segment
    from {{ ref('int_account_weeks') }}
    where is_alive
),

signals as (
    select
        signal_id,
        source_family
    from {{ ref('signals') }}
),

parameters as (
    select
        segment,
        signal_id,
        value as coverage_weeks
    from {{ ref('int_signal_parameters') }}
    where parameter = 'coverage_weeks'
),

coverage as (
    select
        source_family,
        snapshot_week,
        weeks_observed
    from {{ ref('int_source_coverage_weekly') }}
),

custom_observations as (
    select
        account_id,
        signal_id,
        value,
        level,
        observed_at,
        {{ week_start('observed_at') }} as observed_week
    from {{ ref('int_custom_signals') }}
    where rejection_reason is null
),

-- A window that holds an unobserved week of the source says nothing: no row instead of a zero.
unobserved as (
    select
        parameters.segment,
        parameters.signal_id,
        coverage.snapshot_week
    from parameters
    inner join signals on parameters.signal_id = signals.signal_id
    inner join coverage on signals.source_family = coverage.source_family
    where coverage.weeks_observed < parameters.coverage_weeks
),

observed_built_in as (
    select
        built_in.account_id,
        built_in.snapshot_week,
        built_in.signal_id,
        built_in.value,
        built_in.level
    from built_in
    inner join account_weeks
        on
            built_in.account_id = account_weeks.account_id
            and built_in.snapshot_week = account_weeks.snapshot_week
    left join unobserved
        on
            built_in.signal_id = unobserved.signal_id
            and built_in.snapshot_week = unobserved.snapshot_week
            and account_weeks.segment = unobserved.segment
    where unobserved.signal_id is null
),

custom_intervals as (
    select
        account_id,
        signal_id,
        value,
        level,
        observed_week,
        lead(observed_week, 1, cast('9999-12-31' as date)) over (
            partition by account_id, signal_id order by observed_at
        ) as next_observed_week
    from custom_observations
),

lifetimes as (
    select
        segment,
        signal_id,
        value as valid_weeks
    from {{ ref('int_signal_parameters') }}
    where parameter = 'valid_weeks'
),

-- A value observed in a week is first seen by the Monday after it, and last by the Monday that
-- opens the week of the next value, or when its valid_weeks are over.
custom as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        custom_intervals.signal_id,
        custom_intervals.value,
        custom_intervals.level
    from account_weeks
    inner join custom_intervals
        on
            account_weeks.account_id = custom_intervals.account_id
            and account_weeks.snapshot_week > custom_intervals.observed_week
            and account_weeks.snapshot_week <= custom_intervals.next_observed_week
    left join lifetimes
        on
            account_weeks.segment = lifetimes.segment
            and custom_intervals.signal_id = lifetimes.signal_id
    where
        lifetimes.valid_weeks is null
        or account_weeks.snapshot_week
        <= {{ weeks_after('custom_intervals.observed_week', 'lifetimes.valid_weeks') }}
),

-- What a company measures itself is believed before what is computed here.
final as (
    select
        account_id,
        snapshot_week,
        signal_id,
        value,
        level,
        true as is_custom
    from custom

    union all

    select
        observed_built_in.account_id,
        observed_built_in.snapshot_week,
        observed_built_in.signal_id,
        observed_built_in.value,
        observed_built_in.level,
        false as is_custom
    from observed_built_in
    left join custom
        on
            observed_built_in.account_id = custom.account_id
            and observed_built_in.snapshot_week = custom.snapshot_week
            and observed_built_in.signal_id = custom.signal_id
    where custom.signal_id is null
)

select * from final
