{%- set columns = [
    {'name': 'name', 'as': 'event_name', 'required': true},
    {'name': 'time', 'as': 'project_time', 'type': 'timestamp', 'required': true},
    {'name': 'distinct_id', 'required': true},
    {'name': 'insert_id'},
    {'name': 'device_id'},
    {'name': 'distinct_id_before_identity', 'as': 'former_distinct_id'},
    {'name': 'mp_processing_time_ms', 'as': 'processed_ms', 'type': 'bigint', 'lenient': true},
    {'name': 'properties'},
] -%}
{%- for key in var('mixpanel_group_keys') -%}
    {%- do columns.append({
        'name': key, 'as': 'group_key_' ~ loop.index, 'type': 'id', 'lenient': true,
    }) -%}
{%- endfor -%}

with source as (
    {{ stage_source(
        'mixpanel',
        'event',
        required_table=true,
        unique_key=['insert_id', 'distinct_id', 'name', 'time'],
        columns=columns,
    ) }}
),

-- Times land as the clocks of the project's zone showed them.
in_utc as (
    select
        *,
        {{ utc_time_of('project_time', var('mixpanel_time_zone')) }} as occurred_at
    from source
),

-- One who is not logged in has the id of his device, with or without a sign that says so.
read as (
    select
        event_name,
        occurred_at,
        {{ week_start('occurred_at') }} as occurred_week,
        cast(occurred_at as date) as occurred_on,
        distinct_id,
        insert_id,
        case
            when left(distinct_id, 8) <> '$device:' and distinct_id <> coalesce(device_id, '')
                then distinct_id
        end as user_id,
        coalesce(
            case when left(distinct_id, 8) = '$device:' then substring(distinct_id, 9) end,
            device_id
        ) as device_id,
        case
            when left(former_distinct_id, 8) = '$device:' then substring(former_distinct_id, 9)
            else former_distinct_id
        end as former_device_id,
        coalesce(
            {%- for key in var('mixpanel_group_keys') %}
                {{ json_texts('properties', key) }},
            {%- endfor %}
            {%- for key in var('mixpanel_group_keys') %}
                {%- set column = 'group_key_' ~ loop.index %}
                case
                    when left({{ column }}, 1) = '['
                        then {{ json_texts("('{\"list\": ' || " ~ column ~ " || '}')", 'list') }}
                    else {{ column }}
                end,
            {%- endfor %}
            cast(null as {{ type_text() }})
        ) as account_keys,
        {{ is_named('event_name', var('mixpanel_ignored_events')) }} as is_ignored,
        processed_ms,
        loaded_at,
        fault,
        blank_reason,
        tie_break
    from in_utc
),

-- Without an id of its own an event is repeated where the whole row is.
keyed as (
    select
        *,
        case
            when insert_id is not null
                then {{ hash_key(['insert_id', 'distinct_id', 'event_name']) }}
            else tie_break
        end as repeat_key,
        account_keys like '%' || chr(10) || '%' as has_several_accounts
    from read
),

final as (
    select
        event_name,
        user_id,
        device_id,
        former_device_id,
        case when not has_several_accounts then account_keys end as product_account_id,
        occurred_at,
        occurred_week,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['event_name', 'occurred_at'],
            occurred=['occurred_at'],
            rules=[
                {'condition': 'is_ignored', 'reason': 'ignored_event'},
                {
                    'condition': 'occurred_on > cast(loaded_at as date)',
                    'reason': 'after_load',
                },
                {'condition': 'has_several_accounts', 'reason': 'ambiguous_account'},
                {'condition': 'account_keys is null', 'reason': 'no_account'},
            ],
            deduplicate_by=['occurred_week', 'occurred_on'],
            row_key='repeat_key',
            kept_first='processed_ms nulls last, loaded_at nulls last',
        ) }} as rejection_reason
    from keyed
)

select * from final
