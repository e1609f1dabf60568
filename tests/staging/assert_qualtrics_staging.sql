-- The good rows of every qualtrics staging model have a filled, unique key.
{% set keys = {
    'stg_qualtrics__surveys': ['survey_id'],
    'stg_qualtrics__questions': ['survey_id', 'question_id'],
    'stg_qualtrics__survey_responses': ['response_id'],
    'stg_qualtrics__question_responses': ['question_response_id'],
    'stg_qualtrics__survey_embedded_data': ['response_id', 'embedded_key'],
    'stg_qualtrics__distribution_contacts': ['contact_id', 'distribution_id', 'sent_at'],
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
