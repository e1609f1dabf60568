{#- The neck is this list: the signals of each wide weekly model. -#}
{%- set signals_by_model = {
    'int_usage_signals_weekly': [
        'login_frequency', 'feature_adoption', 'usage_trend', 'depth_of_use', 'active_agents',
        'session_duration', 'completed_actions', 'feature_breadth', 'identified_usage',
    ],
    'int_engagement_signals_weekly': ['meeting_attendance', 'executive_sponsor_access'],
    'int_response_signals_weekly': [
        'email_responsiveness', 'response_rate', 'feedback_provided',
    ],
    'int_participation_signals_weekly': [
        'training_participation', 'training_attendance', 'people_trained', 'certifications',
        'community_participation',
    ],
    'int_support_signals_weekly': [
        'ticket_volume_trend', 'csat_average', 'escalation_frequency', 'open_issue_age',
    ],
    'int_support_load_weekly': ['support_tickets', 'support_load'],
    'int_financial_signals_weekly': [
        'payment_timeliness', 'renewal_proximity', 'expansion_signals', 'discount_dependency',
    ],
    'int_outcome_signals_weekly': [
        'goals_achieved', 'roi', 'value_demonstrated', 'success_metrics_met',
    ],
    'int_relationship_signals_weekly': [
        'nps_net', 'csat', 'satisfaction', 'nps_ltr', 'advocacy', 'referenceability',
        'relationship_strength',
    ],
    'int_value_signals_weekly': [
        'sum_minutes_13w', 'count_active_days_13w', 'count_associated_visitors_13w',
        'nps_mean_13w', 'sum_minutes', 'count_active_days', 'count_associated_visitors', 'nps_mean',
    ],
    'int_adoption_signals_weekly': [
        'tenure_days', 'milestones_completed', 'milestone_timeliness', 'integrations_enabled',
        'time_to_go_live', 'tracked_items', 'metrics_measured',
    ],
    'int_commercial_signals_weekly': ['service_hours_used', 'recurring_revenue'],
} -%}
{#- Their other columns: a level beside the value, or in its place. -#}
{%- set level_beside_value = [
    'meeting_attendance', 'ticket_volume_trend', 'open_issue_age', 'renewal_proximity',
    'expansion_signals', 'service_hours_used',
] -%}
{%- set level_only = ['executive_sponsor_access', 'value_demonstrated', 'referenceability'] -%}

with account_weeks as (
    select
        account_id,
        account_hash,
        snapshot_week,
        segment
    from {{ ref('int_account_weeks') }}
    where
        {{ in_open_snapshots() }}
        and is_alive
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
        effective_from,
        effective_to,
        max(case when parameter = 'coverage_weeks' then value end) as coverage_weeks,
        max(case when parameter = 'valid_weeks' then value end) as valid_weeks
    from {{ ref('int_signal_parameters') }}
    group by 1, 2, 3, 4
),

coverage as (
    select
        source_family,
        snapshot_week,
        weeks_observed
    from {{ ref('int_source_coverage_weekly') }}
    where {{ in_open_snapshots() }}
),

product_families as (
    select source_family
    from {{ ref('source_families') }}
    where capability = 'product'
),

support_families as (
    select source_family
    from {{ ref('source_families') }}
    where capability = 'support'
),

account_keys as (
    select
        source,
        account_id
    from {{ ref('int_account_keys') }}
    where match_status = 'matched'
),

desks as (
    select source
    from {{ ref('int_source_capabilities') }}
    where capability = 'support' and is_used
),

coverage_by_source as (
    select
        source_family,
        source,
        snapshot_week,
        last_row_at,
        weeks_observed
    from {{ ref('int_coverage_by_source_weekly') }}
    where {{ in_open_snapshots() }}
),

spoken_weeks as (
    select
        account_id,
        snapshot_week,
        source
    from {{ ref('int_product_speakers_weekly') }}
    where {{ in_open_snapshots() }}
),

custom_intervals as (
    select
        account_id,
        signal_id,
        value,
        level,
        {{ week_start('observed_at') }} as observed_week,
        lead({{ week_start('observed_at') }}, 1, cast('9999-12-31' as date)) over (
            partition by account_id, signal_id order by observed_at
        ) as next_observed_week
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
    where
        coverage.weeks_observed < parameters.coverage_weeks
        and {{ is_in_period('coverage.snapshot_week', 'parameters') }}
),

speaking_sources as (
    select distinct
        source,
        snapshot_week
    from spoken_weeks
),

-- Nor does one that is dead to the source that speaks for the account, however alive another is.
unheard as (
    select
        parameters.segment,
        parameters.signal_id,
        speaking_sources.source,
        speaking_sources.snapshot_week
    from parameters
    inner join signals on parameters.signal_id = signals.signal_id
    inner join product_families on signals.source_family = product_families.source_family
    inner join speaking_sources
        on {{ is_in_period('speaking_sources.snapshot_week', 'parameters') }}
    left join coverage_by_source
        on
            signals.source_family = coverage_by_source.source_family
            and speaking_sources.source = coverage_by_source.source
            and speaking_sources.snapshot_week = coverage_by_source.snapshot_week
    where coalesce(coverage_by_source.weeks_observed, 0) < parameters.coverage_weeks
),

account_desks as (
    select distinct
        account_keys.account_id,
        desks.source
    from account_keys
    inner join desks on account_keys.source = desks.source
),

-- Desks are added up, so that the least observed of an account's says what is known. One that
-- never had a ticket of anybody is no desk yet, unless the account has no other.
desk_coverage as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        account_weeks.segment,
        coverage_by_source.source_family,
        min(
            case
                when coverage_by_source.last_row_at is not null
                    then coverage_by_source.weeks_observed
            end
        ) as weeks_observed
    from account_weeks
    inner join account_desks on account_weeks.account_id = account_desks.account_id
    inner join coverage_by_source
        on
            account_desks.source = coverage_by_source.source
            and account_weeks.snapshot_week = coverage_by_source.snapshot_week
    inner join support_families
        on coverage_by_source.source_family = support_families.source_family
    group by 1, 2, 3, 4
),

unheard_signals as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        unheard.signal_id
    from account_weeks
    inner join spoken_weeks
        on
            account_weeks.account_id = spoken_weeks.account_id
            and account_weeks.snapshot_week = spoken_weeks.snapshot_week
    inner join unheard
        on
            account_weeks.segment = unheard.segment
            and spoken_weeks.source = unheard.source
            and spoken_weeks.snapshot_week = unheard.snapshot_week

    union all

    select
        desk_coverage.account_id,
        desk_coverage.snapshot_week,
        parameters.signal_id
    from desk_coverage
    inner join signals on desk_coverage.source_family = signals.source_family
    inner join parameters
        on
            signals.signal_id = parameters.signal_id
            and desk_coverage.segment = parameters.segment
            and {{ is_in_period('desk_coverage.snapshot_week', 'parameters') }}
    where coalesce(desk_coverage.weeks_observed, 0) < parameters.coverage_weeks
),

listed as (
    {% for model, signal_ids in signals_by_model.items() %}
        {% set is_last_model = loop.last %}
        {% for signal_id in signal_ids %}
            select
                '{{ model }}' as wide_model,
                '{{ signal_id }}' as signal_id,
                {{ hash_number(["'" ~ signal_id ~ "'"]) }} as signal_hash
            {% if not (is_last_model and loop.last) %}union all{% endif %}
        {% endfor %}
    {% endfor %}
),

segment_weeks as (
    select distinct
        segment,
        snapshot_week
    from account_weeks
),

observed as (
    select
        segment_weeks.segment,
        segment_weeks.snapshot_week,
        listed.wide_model,
        listed.signal_id,
        listed.signal_hash
    from segment_weeks
    cross join listed
    left join unobserved
        on
            segment_weeks.segment = unobserved.segment
            and segment_weeks.snapshot_week = unobserved.snapshot_week
            and listed.signal_id = unobserved.signal_id
    where unobserved.signal_id is null
),

-- Each wide model is read once: a row for each of its signals that the week can speak of.
built_in as (
    {% for model, signal_ids in signals_by_model.items() %}
        select
            wide.account_id,
            account_weeks.account_hash,
            wide.snapshot_week,
            observed.signal_id,
            observed.signal_hash,
            cast(
                case observed.signal_id
                    {% for signal_id in signal_ids %}
                        when '{{ signal_id }}'
                            then {{ 'null' if signal_id in level_only else 'wide.' ~ signal_id }}
                    {% endfor %}
                end as {{ type_double() }}
            ) as value,
            cast(
                case observed.signal_id
                    {% for signal_id in signal_ids %}
                        {% set has_level = signal_id in level_beside_value + level_only %}
                        when '{{ signal_id }}'
                            then {{ 'wide.' ~ signal_id ~ '_level' if has_level else 'null' }}
                    {% endfor %}
                end as {{ type_text() }}
            ) as level
        from {{ ref(model) }} as wide
        inner join account_weeks
            on
                wide.account_id = account_weeks.account_id
                and wide.snapshot_week = account_weeks.snapshot_week
        inner join observed
            on
                account_weeks.segment = observed.segment
                and account_weeks.snapshot_week = observed.snapshot_week
        where
            {{ in_open_snapshots('wide.snapshot_week') }}
            and observed.wide_model = '{{ model }}'
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- A value observed in a week is first seen by the Monday after it, and last by the Monday that
-- opens the week of the next value, or when its valid_weeks are over.
custom as (
    select
        account_weeks.account_id,
        account_weeks.snapshot_week,
        custom_intervals.signal_id,
        custom_intervals.value,
        custom_intervals.level,
        account_weeks.account_hash
    from account_weeks
    inner join custom_intervals
        on
            account_weeks.account_id = custom_intervals.account_id
            and account_weeks.snapshot_week > custom_intervals.observed_week
            and account_weeks.snapshot_week <= custom_intervals.next_observed_week
    left join parameters
        on
            account_weeks.segment = parameters.segment
            and custom_intervals.signal_id = parameters.signal_id
            and {{ is_in_period('account_weeks.snapshot_week', 'parameters') }}
    where
        parameters.valid_weeks is null
        or account_weeks.snapshot_week
        <= {{ weeks_after('custom_intervals.observed_week', 'parameters.valid_weeks') }}
),

-- What a company measures itself is believed before what is computed here.
final as (
    select
        account_id,
        snapshot_week,
        signal_id,
        value,
        level,
        account_hash,
        {{ hash_number(['signal_id']) }} as signal_hash,
        -- People and tools do not agree on capitals and blanks.
        {{ snake_case('level') }} as level_key,
        true as is_custom
    from custom

    union all

    select
        built_in.account_id,
        built_in.snapshot_week,
        built_in.signal_id,
        built_in.value,
        built_in.level,
        built_in.account_hash,
        built_in.signal_hash,
        built_in.level as level_key,
        false as is_custom
    from built_in
    left join custom
        on
            built_in.account_id = custom.account_id
            and built_in.snapshot_week = custom.snapshot_week
            and built_in.signal_id = custom.signal_id
    left join unheard_signals
        on
            built_in.account_id = unheard_signals.account_id
            and built_in.snapshot_week = unheard_signals.snapshot_week
            and built_in.signal_id = unheard_signals.signal_id
    where
        custom.signal_id is null
        and unheard_signals.signal_id is null
        and (built_in.value is not null or built_in.level is not null)
)

select * from final
