-- Good rows of each table carry a filled key that stands once; an id of any type is the same text.
{% set keys = {
    'stg_hubspot__companies': ['company_id'],
    'stg_hubspot__company_property_history': ['company_id', 'property_name', 'changed_at'],
    'stg_hubspot__contacts': ['contact_id'],
    'stg_hubspot__contact_companies': ['contact_id', 'company_id', 'type_id'],
    'stg_hubspot__contact_property_history': ['contact_id', 'property_name', 'changed_at'],
    'stg_hubspot__owners': ['owner_id'],
    'stg_hubspot__deals': ['deal_id'],
    'stg_hubspot__deal_companies': ['deal_id', 'company_id', 'type_id'],
    'stg_hubspot__deal_stages': ['deal_id', 'stage_id', 'entered_at'],
    'stg_hubspot__deal_pipelines': ['pipeline_id'],
    'stg_hubspot__deal_pipeline_stages': ['stage_id', 'pipeline_id'],
    'stg_hubspot__merged_deals': ['deal_id', 'merged_deal_id'],
    'stg_hubspot__meetings': ['meeting_id'],
    'stg_hubspot__emails': ['email_id'],
    'stg_hubspot__engagement_companies': ['engagement_id', 'company_id', 'type_id'],
    'stg_hubspot__engagement_contacts': ['engagement_id', 'contact_id', 'type_id'],
    'stg_hubspot__engagement_deals': ['engagement_id', 'deal_id', 'type_id'],
    'stg_hubspot__tickets': ['ticket_id'],
    'stg_hubspot__ticket_companies': ['ticket_id', 'company_id', 'type_id'],
    'stg_hubspot__ticket_contacts': ['ticket_id', 'contact_id', 'type_id'],
    'stg_hubspot__ticket_property_history': ['ticket_id', 'property_name', 'changed_at'],
    'stg_hubspot__ticket_pipeline_stages': ['stage_id', 'pipeline_id'],
    'stg_hubspot__feedback_submissions': ['submission_id'],
} %}
{#- an id as it may land, its kind and how it is read -#}
{% set ids = [
    ['cast(2182162682 as bigint)', 'whole', "'2182162682'"],
    ['cast(2182162682 as ' ~ type_double() ~ ')', 'double', "'2182162682'"],
    ['cast(2182162682 as ' ~ type_decimal(20, 2) ~ ')', 'decimal', "'2182162682'"],
    ["'2182162682.0'", 'text', "'2182162682'"],
    ["' 14863823 '", 'text', "'14863823'"],
    ["'closedwon'", 'text', "'closedwon'"],
    ["''", 'text', 'null'],
    ['cast(1.5 as ' ~ type_double() ~ ')', 'double', 'null'],
] %}

with good_rows as (
    {% for model_name, columns in keys.items() %}
        select
            '{{ model_name }}' as model_name,
            cast({{ columns[0] }} as {{ type_text() }}) as first_key,
            cast({{ columns[1] or 'null' }} as {{ type_text() }}) as second_key,
            cast({{ columns[2] or 'null' }} as {{ type_text() }}) as third_key
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
        third_key,
        count(*) as n_rows
    from good_rows
    group by 1, 2, 3, 4
),

read_ids as (
    {% for landed, kind, expected in ids %}
        select
            '{{ kind }}' as kind,
            {{ safe_cast_to(landed, 'id', kind) }} as is_read,
            cast({{ expected }} as {{ type_text() }}) as expected
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

problems as (
    select
        model_name || ' ('
        || coalesce(
            first_key || ' ' || coalesce(second_key, '') || ' ' || coalesce(third_key, ''), 'no key'
        )
        || '): ' || cast(n_rows as {{ type_text() }})
        || ' good rows for one key. Reject all but one in models/staging/hubspot.' as problem
    from counted
    where
        n_rows > 1
        or first_key is null

    union all

    select
        'An id that lands as ' || kind || ' is read as ' || coalesce(is_read, 'none') || ', not '
        || coalesce(expected, 'none') || '. Correct macro whole_number_text.' as problem
    from read_ids
    where coalesce(is_read, '') <> coalesce(expected, '')
),

final as (
    select problem
    from problems
)

select * from final
