-- The good rows of every qualtrics staging model have a filled, unique key.
{% set keys = {
    'stg_qualtrics__surveys': ['survey_id'],
    'stg_qualtrics__questions': ['survey_id', 'question_id'],
    'stg_qualtrics__survey_responses': ['response_id'],
    'stg_qualtrics__question_responses': ['question_response_id'],
    'stg_qualtrics__survey_embedded_data': ['response_id', 'embedded_key'],
    'stg_qualtrics__distribution_contacts': ['contact_id', 'distribution_id', 'sent_at'],
} %}

{% for model, key in keys.items() %}
select
    '{{ model }} ({% for column in key %}{{ column }} ' || coalesce(cast({{ column }} as text), 'null') || '
    {%- if not loop.last %}, {% endif %}{% endfor %}): the key stands on '
    || cast(count(*) as text)
    || ' good rows. Correct unique_key in the model, or the rows in the raw table.' as problem
from {{ ref(model) }}
where rejection_reason is null
group by {{ key | join(', ') }}
having count(*) > 1
{% if not loop.last %}union all{% endif %}
{% endfor %}
