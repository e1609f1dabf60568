-- Good rows have a key, and only once: what breaks this must be rejected, not dropped.
{% set checks = [
    {'model': 'stg_zendesk__tickets', 'key': ['ticket_id'], 'required': 1},
    {'model': 'stg_zendesk__ticket_field_history', 'key': ['ticket_id', 'field_name', 'updated_at', 'field_value'], 'required': 3},
    {'model': 'stg_zendesk__ticket_tags', 'key': ['ticket_id', 'tag'], 'required': 2},
    {'model': 'stg_zendesk__organizations', 'key': ['organization_id'], 'required': 1},
    {'model': 'stg_zendesk__users', 'key': ['user_id'], 'required': 1},
    {'model': 'stg_zendesk__groups', 'key': ['group_id'], 'required': 1},
] %}

with found as (
    {% for check in checks %}
        select
            '{{ check.model }}' as model_name,
            ''
            {%- for column in check.key %}
                || coalesce(cast({{ column }} as {{ type_text() }}), 'null') || ' '
            {%- endfor %} as key_text,
            count(*) as n_rows
        from {{ ref(check.model) }}
        where rejection_reason is null
        group by {{ check.key | join(', ') }}
        having count(*) > 1 or {{ check.key[:check.required] | join(' is null or ') }} is null
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select
    model_name || ' (' || key_text || '): ' || cast(n_rows as {{ type_text() }})
    || ' good rows stand on this key, or a part of it is not filled. Correct unique_key or'
    || ' rejection_reason in models/staging/zendesk/' || model_name || '.sql.' as problem
from found
