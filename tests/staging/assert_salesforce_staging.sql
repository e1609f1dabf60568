-- Good rows of each table carry a filled key that stands once; versions begin at different times.
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

with good_rows as (
    {% for model_name, columns in keys.items() %}
        select
            '{{ model_name }}' as model_name,
            cast({{ columns[0] }} as {{ type_text() }}) as first_key,
            cast({{ columns[1] or 'null' }} as {{ type_text() }}) as second_key
        from {{ ref(model_name) }}
        where rejection_reason is null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

counted as (
    select
        model_name,
        first_key,
        second_key,
        count(*) as n_rows
    from good_rows
    group by 1, 2, 3
),

final as (
    select
        model_name || ' (' || coalesce(first_key || ' ' || coalesce(second_key, ''), 'no key')
        || '): ' || cast(n_rows as {{ type_text() }})
        || ' good rows for one key. Reject all but one in models/staging/salesforce.' as problem
    from counted
    where
        n_rows > 1
        or first_key is null
)

select * from final
