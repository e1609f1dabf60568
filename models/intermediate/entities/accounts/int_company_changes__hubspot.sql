{#- A sponsor may stand here by name or address. -#}

{#- field of an account: properties that may hold it, the first that has any history speaks -#}
{%- set properties = {
    'account_type': named_fields('hubspot', 'account_type'),
    'segment': named_fields('hubspot', 'segment'),
    'region': named_fields('hubspot', 'region'),
    'industry': ['industry'],
    'use_case': named_fields('hubspot', 'use_case'),
    'plan': named_fields('hubspot', 'plan'),
    'go_live_date': named_fields('hubspot', 'go_live_date'),
    'executive_sponsor': named_fields('hubspot', 'executive_sponsor'),
    'owner_id': ['hubspot_owner_id'],
} -%}

with property_names as (
    {% for field, names in properties.items() %}
        {% for name in names %}
            select
                '{{ field }}' as field,
                '{{ name }}' as property_name,
                {{ loop.index }} as place
            {% if not loop.last %}union all{% endif %}
        {% endfor %}
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

companies as (
    select
        company_id,
        account_type,
        created_at
    from {{ ref('stg_hubspot__companies') }}
    where rejection_reason is null
),

survivors as (
    select
        merged_key,
        survivor_key
    from {{ ref('int_merges__hubspot') }}
    where record_kind = 'company'
),

-- Most of the history is computed properties that nobody asks for.
history as (
    select
        property_history.company_id,
        property_names.field,
        property_names.place,
        property_history.property_value,
        property_history.changed_at,
        property_history.loaded_at,
        min(property_names.place) over (partition by property_names.field) as first_place
    from {{ ref('stg_hubspot__company_property_history') }} as property_history
    inner join property_names on property_history.property_name = property_names.property_name
    where
        property_history.rejection_reason is null
        and {{ is_used_for('hubspot', 'crm') }}
),

own_beginnings as (
    select
        company_id,
        min(changed_at) as first_changed_at
    from history
    where place = first_place
    group by 1
),

own_types as (
    select
        company_id,
        property_value as account_type,
        row_number() over (
            partition by company_id
            order by changed_at asc, loaded_at asc nulls last
        ) as choice
    from history
    where
        place = first_place
        and field = 'account_type'
        and property_value is not null
),

-- Of several companies in one, the past is that of the one whose stage the survivor began with,
-- then of the oldest. What the survivor became later decides nothing.
forebears as (
    select
        survivors.merged_key,
        survivors.survivor_key,
        row_number() over (
            partition by survivors.survivor_key
            order by
                case
                    when
                        merged.account_type
                        = coalesce(own_types.account_type, survivor.account_type)
                        then 0
                    else 1
                end asc,
                merged.created_at asc nulls last,
                survivors.merged_key asc
        ) as choice
    from survivors
    inner join companies as survivor on survivors.survivor_key = survivor.company_id
    inner join own_beginnings on survivors.merged_key = own_beginnings.company_id
    left join companies as merged on survivors.merged_key = merged.company_id
    left join own_types
        on
            survivors.survivor_key = own_types.company_id
            and own_types.choice = 1
),

-- What a merged company was before the survivor says anything of itself is the survivor's past.
told as (
    select
        history.company_id as company_key,
        history.field,
        history.property_value,
        history.changed_at,
        history.loaded_at
    from history
    left join survivors on history.company_id = survivors.merged_key
    where history.place = history.first_place and survivors.merged_key is null

    union all

    select
        forebears.survivor_key as company_key,
        history.field,
        history.property_value,
        history.changed_at,
        history.loaded_at
    from history
    inner join forebears
        on
            history.company_id = forebears.merged_key
            and forebears.choice = 1
    left join own_beginnings on forebears.survivor_key = own_beginnings.company_id
    where
        history.place = history.first_place
        and coalesce(history.changed_at < own_beginnings.first_changed_at, true)
),

with_earlier as (
    select
        company_key,
        field,
        coalesce(property_value, '') as field_value,
        changed_at,
        loaded_at,
        lag(coalesce(property_value, '')) over (
            partition by company_key, field
            order by changed_at
        ) as earlier_value
    from told
),

-- Syncs write the same value anew; an empty one was emptied.
final as (
    select
        'hubspot' as source,
        company_key,
        field,
        field_value,
        changed_at,
        loaded_at
    from with_earlier
    where earlier_value is null or earlier_value <> field_value
)

select * from final
