-- Good rows of each table carry a filled key that stands once; the loader's key is what a version is known by.
{% set keys = {
    'stg_salesforce__accounts': ['account_id', 'version_started_at'],
    'stg_salesforce__contacts': ['contact_id', 'version_started_at'],
    'stg_salesforce__users': ['user_id', 'version_started_at'],
    'stg_salesforce__opportunities': ['opportunity_id', 'version_started_at'],
    'stg_salesforce__events': ['event_id'],
    'stg_salesforce__event_relations': ['event_id', 'relation_id'],
    'stg_salesforce__tasks': ['task_id'],
    'stg_salesforce__email_messages': ['email_id'],
} %}

with counted as (
    {%- for model_name, columns in keys.items() %}
    select
        '{{ model_name }}' as model_name,
        {% for column in columns -%}
        coalesce(cast({{ column }} as text), '')
        {%- if not loop.last %} || ' ' || {% endif %}
        {%- endfor %} as key_text,
        count(*) as n_rows
    from {{ ref(model_name) }}
    where rejection_reason is null
    group by 2
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

final as (
    select
        model_name || ' (' || key_text || '): ' || cast(n_rows as text)
        || ' good rows for one key. Reject all but one in models/staging/salesforce.' as problem
    from counted
    where
        n_rows > 1
        or trim(key_text) = ''
)

select * from final
