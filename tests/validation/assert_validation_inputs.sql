-- What scores are judged by: numbers that are there once, outcomes inside their windows.
{% set needed = [
    'value_lead_days', 'days_a_year', 'contracted_to', 'expanded_from', 'interval_z', 'verdict_z',
    'least_events', 'leakage_auc', 'leakage_kept_share', 'chance_auc', 'worst_share', 'top_decile_share',
    'calibration_bins',
] %}
{% set tables = ['int_account_outcomes_weekly', 'int_validation_cases'] %}

select problem
from (
    {{ grain_problems_of(tables) }}
) as grain_problems

union all

select
    'int_account_outcomes_weekly (' || account_id || ', '
    || cast(snapshot_week as {{ type_text() }}) || ', '
    || cast(lead_days as {{ type_text() }}) || '): left on '
    || coalesce(cast(churned_at as {{ type_text() }}), 'an unknown day')
    || ' in a window until ' || cast(window_end as {{ type_text() }})
    || ', outside of it or of the data. Look the account up in int_subscriptions.' as problem
from {{ ref('int_account_outcomes_weekly') }}
where
    window_end > {{ as_of_week() }}
    or (is_churned and churned_at is null)
    or churned_at < snapshot_week
    or churned_at >= window_end

union all

select
    'validation_parameters: scorecard `*` has '
    || cast(count(validation_parameters.value) as {{ type_text() }})
    || ' rows `' || needed.parameter
    || '` instead of one. Correct seeds/scorecards/validation_parameters.csv.' as problem
from (
    {% for parameter in needed %}
        select '{{ parameter }}' as parameter
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
) as needed
left join {{ ref('validation_parameters') }} as validation_parameters
    on
        needed.parameter = validation_parameters.parameter
        and validation_parameters.scorecard_id = '*'
group by needed.parameter
having count(validation_parameters.value) <> 1 and {{ has_rows() }}

union all

select
    'validation_parameters: scorecard `*` has no row `lead_days` of whole days above 0. '
    || 'Correct seeds/scorecards/validation_parameters.csv.' as problem
from {{ ref('validation_parameters') }}
where parameter = 'lead_days' and scorecard_id = '*' and value >= 1 and value = floor(value)
having count(*) = 0 and {{ has_rows() }}
