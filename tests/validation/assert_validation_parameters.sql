-- Outlook and review have their parameters, each once.
{% set needed = {
    'value': [
        'outlook_weeks', 'outlook_least_share', 'outlook_slope_share', 'outlook_steady_points',
        'warning_fall', 'warning_least_metrics',
    ],
    '*': [
        'review_lead_days', 'review_quarters', 'money_least_change', 'interval_z', 'verdict_z',
        'least_events',
    ],
} %}
{% set tables = [
    {
        'table': 'validation_parameters',
        'remedy': 'Correct seeds/scorecards/validation_parameters.csv.',
        'key': ['scorecard_id', 'parameter', 'value'],
        'not_null': ['definition'],
    },
] %}

with parameters as (
    select distinct
        scorecard_id,
        parameter
    from {{ ref('validation_parameters') }}
),

needed as (
    {%- for scorecard_id, names in needed.items() %}
        {%- set is_last_card = loop.last %}
        {%- for name in names %}
            select
                '{{ scorecard_id }}' as scorecard_id,
                '{{ name }}' as parameter
            {% if not (is_last_card and loop.last) %}union all{% endif %}
        {%- endfor %}
    {%- endfor %}
),

lengths as (
    select distinct
        parameter,
        value
    from {{ ref('validation_parameters') }}
    where parameter in ('lead_days', 'review_lead_days')
)

select problem
from ({{ grain_problems_of(tables) }}) as grain_problems_found
union all
select
    'validation_parameters: card ' || needed.scorecard_id || ' has no row of ' || needed.parameter
    || '. Add it to seeds/scorecards/validation_parameters.csv.' as problem
from needed
left join parameters
    on
        needed.scorecard_id = parameters.scorecard_id
        and needed.parameter = parameters.parameter
where parameters.parameter is null and {{ has_rows() }}
union all
select
    'validation_parameters: review_lead_days ' || cast(reviews.value as {{ type_text() }})
    || ' is no lead time that is validated. Add a row of lead_days, or review one that is there.'
        as problem
from lengths as reviews
left join lengths as leads
    on
        leads.parameter = 'lead_days'
        and reviews.value = leads.value
where reviews.parameter = 'review_lead_days' and leads.value is null
