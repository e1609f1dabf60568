-- The good rows of every customer_success staging model have a filled, unique key.
{% set keys = {
    'stg_customer_success__goals': ['goal_id'],
    'stg_customer_success__success_metrics': ['success_metric_id'],
    'stg_customer_success__value_reviews': ['value_review_id'],
    'stg_customer_success__training_assignments': ['training_assignment_id'],
    'stg_customer_success__community_activities': ['community_activity_id'],
    'stg_customer_success__implementation_milestones': ['implementation_milestone_id'],
    'stg_customer_success__integrations': ['integration_id'],
    'stg_customer_success__tracking_coverages': ['tracking_coverage_id'],
    'stg_customer_success__service_hours': ['service_hours_id'],
    'stg_customer_success__relationship_pulses': ['relationship_pulse_id'],
    'stg_customer_success__advocacies': ['advocacy_id'],
    'stg_customer_success__interventions': ['intervention_id'],
    'stg_customer_success__score_overrides': ['score_override_id'],
    'stg_customer_success__custom_signals': ['custom_signal_id'],
    'stg_customer_success__alert_responses': ['alert_response_id'],
} %}

with counted as (
    {% for model_name, columns in keys.items() %}
        select
            '{{ model_name }}' as model_name,
            coalesce(cast({{ columns[0] }} as {{ type_text() }}), '')
            || ' ' || coalesce(cast({{ columns[1] or 'null' }} as {{ type_text() }}), '')
            || ' '
            || coalesce(cast({{ columns[2] or 'null' }} as {{ type_text() }}), '') as key_text,
            count(*) as n_rows
        from {{ ref(model_name) }}
        where rejection_reason is null
        group by 1, 2
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    model_name || ': the key ' || key_text || ' stands on ' || cast(n_rows as {{ type_text() }})
    || ' good rows. Correct unique_key in the model, or the rows in the raw table.' as problem
from counted
where n_rows > 1
