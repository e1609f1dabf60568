{%- set none_text = 'cast(null as text)' -%}
{%- set none_time = 'cast(null as timestamp)' -%}
{%- set none_number = 'cast(null as double precision)' -%}
{#- kind, staging model, its key, name, opened, due, closed, value, target, status, owner -#}
{%- set kinds = [
    ('goal', 'goals', 'goal_id', 'goal_name', none_time, 'target_date', 'achieved_at',
        none_number, none_number, none_text, none_text),
    ('success_metric', 'success_metrics', 'success_metric_id', 'metric_name', 'measured_at', none_time, none_time,
        'measured_value', 'target_value', none_text, none_text),
    ('value_review', 'value_reviews', 'value_review_id', none_text, 'held_at', none_time, none_time,
        'roi_ratio', none_number,
        "case when is_value_confirmed then 'confirmed' when not is_value_confirmed then 'not_confirmed' end",
        none_text),
    ('community_activity', 'community_activities', 'community_activity_id', 'activity_kind', 'occurred_at', none_time,
        none_time, none_number, none_number, none_text, none_text),
    ('implementation_milestone', 'implementation_milestones', 'implementation_milestone_id', 'milestone_name',
        none_time, 'due_at', 'completed_at', none_number, none_number, none_text, none_text),
    ('integration', 'integrations', 'integration_id', 'integration_name', 'enabled_at', none_time, 'disabled_at',
        none_number, none_number, none_text, none_text),
    ('tracking_coverage', 'tracking_coverages', 'tracking_coverage_id', 'tracked_item', 'first_tracked_at', none_time,
        none_time, none_number, none_number, none_text, none_text),
    ('service_hours', 'service_hours', 'service_hours_id', none_text, 'period_start', none_time, none_time,
        'used_hours', 'purchased_hours', none_text, none_text),
    ('relationship_pulse', 'relationship_pulses', 'relationship_pulse_id', none_text, 'recorded_at', none_time,
        none_time, 'rating', none_number, none_text, 'csm_name'),
    ('advocacy', 'advocacies', 'advocacy_id', 'advocacy_kind', 'requested_at', none_time,
        'coalesce(least(agreed_at, declined_at), agreed_at, declined_at)', none_number, none_number,
        "case when declined_at < agreed_at then 'declined' when agreed_at is not null then 'agreed' "
        "when declined_at is not null then 'declined' end", none_text),
    ('intervention', 'interventions', 'intervention_id', 'playbook_id', 'started_at', none_time, 'ended_at',
        none_number, none_number, 'scorecard_id', 'owner_name'),
] -%}

with all_records as (
    {% for kind, model, id, name, opened, due, closed, value, target, status, owner in kinds %}
        select
            '{{ kind }}' as record_kind,
            {{ id }} as source_row_key,
            {{ crm_id_key('crm_account_key') }} as account_key,
            {{ name }} as record_name,
            cast({{ opened }} as timestamp) as opened_at,
            cast({{ due }} as timestamp) as due_at,
            {{ closed }} as closed_at,
            {{ value }} as value,
            {{ target }} as target_value,
            {{ status }} as status_text,
            {{ owner }} as owner_name,
            false as is_second_answer,
            loaded_at
        from {{ ref('stg_customer_success__' ~ model) }}
        where rejection_reason is null and not coalesce(is_deleted, false)
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

-- A request that was answered twice: each answer holds from its own time on.
second_answers as (
    select
        'advocacy' as record_kind,
        advocacy_id || ' second answer' as source_row_key,
        {{ crm_id_key('crm_account_key') }} as account_key,
        advocacy_kind as record_name,
        requested_at as opened_at,
        cast(null as timestamp) as due_at,
        greatest(agreed_at, declined_at) as closed_at,
        cast(null as {{ type_double() }}) as value,
        cast(null as {{ type_double() }}) as target_value,
        case when declined_at < agreed_at then 'agreed' else 'taken_back' end as status_text,
        cast(null as text) as owner_name,
        true as is_second_answer,
        loaded_at
    from {{ ref('stg_customer_success__advocacies') }}
    where
        rejection_reason is null
        and not coalesce(is_deleted, false)
        and agreed_at is not null
        and declined_at is not null
),

every_record as (
    select * from all_records
    union all
    select * from second_answers
),

account_keys as (
    select
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where source = 'salesforce' and account_id is not null
),

final as (
    select
        {{ hash_key(['every_record.record_kind', 'every_record.source_row_key']) }} as record_id,
        every_record.record_kind,
        account_keys.account_id,
        every_record.record_name,
        every_record.opened_at,
        every_record.due_at,
        every_record.closed_at,
        every_record.value,
        every_record.target_value,
        every_record.status_text,
        every_record.owner_name,
        every_record.is_second_answer,
        every_record.loaded_at
    from every_record
    left join account_keys on every_record.account_key = account_keys.source_account_key
)

select * from final
