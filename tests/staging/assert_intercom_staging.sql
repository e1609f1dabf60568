-- Good rows have a key, and only once: what breaks this must be rejected, not dropped.
{% set checks = [
    {'model': 'stg_intercom__company_history', 'key': ['company_id', 'updated_at', 'version_started_at'], 'required': 1},
    {'model': 'stg_intercom__contact_history', 'key': ['contact_id', 'updated_at', 'version_started_at'], 'required': 1},
    {
        'model': 'stg_intercom__contact_company_history',
        'key': ['contact_id', 'company_id', 'updated_at', 'version_started_at'], 'required': 2,
    },
    {
        'model': 'stg_intercom__conversation_history',
        'key': ['conversation_id', 'updated_at', 'version_started_at'], 'required': 1,
    },
    {
        'model': 'stg_intercom__conversation_contact_history',
        'key': ['conversation_id', 'contact_id', 'updated_at', 'version_started_at'], 'required': 2,
    },
    {
        'model': 'stg_intercom__conversation_part_history',
        'key': ['part_id', 'updated_at', 'version_started_at'], 'required': 1,
    },
    {
        'model': 'stg_intercom__conversation_tag_history',
        'key': ['conversation_id', 'tag_id', 'updated_at', 'version_started_at'], 'required': 2,
    },
    {'model': 'stg_intercom__tags', 'key': ['tag_id'], 'required': 1},
    {'model': 'stg_intercom__teams', 'key': ['team_id'], 'required': 1},
    {'model': 'stg_intercom__team_admins', 'key': ['admin_id', 'team_id'], 'required': 2},
    {'model': 'stg_intercom__admins', 'key': ['admin_id'], 'required': 1},
    {'model': 'stg_intercom__ticket_history', 'key': ['ticket_id', 'updated_at', 'version_started_at'], 'required': 1},
    {
        'model': 'stg_intercom__ticket_part_history',
        'key': ['part_id', 'ticket_id', 'updated_at', 'version_started_at'], 'required': 2,
    },
    {
        'model': 'stg_intercom__ticket_contact_history',
        'key': ['ticket_id', 'contact_id', 'version_started_at'], 'required': 2,
    },
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
    || ' rejection_reason in models/staging/intercom/' || model_name || '.sql.' as problem
from found
