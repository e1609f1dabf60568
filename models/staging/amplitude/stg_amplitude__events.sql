with source as (
    {{ stage_source(
        'amplitude',
        'event',
        required_table=true,
        unique_key=['device_id', 'id', 'server_upload_time'],
        columns=[
            {'name': 'id', 'as': 'event_id', 'required': true},
            {'name': '_insert_id', 'as': 'insert_id'},
            {'name': 'project_name', 'type': 'id', 'lenient': true},
            {'name': 'app', 'type': 'id', 'lenient': true},
            {'name': 'device_id', 'required': true},
            {'name': 'user_id', 'type': 'id', 'lenient': true},
            {'name': 'amplitude_id', 'type': 'id', 'lenient': true},
            {'name': 'event_type', 'required': true},
            {'name': 'event_time', 'as': 'occurred_at', 'type': 'timestamp', 'required': true},
            {'name': 'client_event_time', 'as': 'client_event_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'client_upload_time', 'as': 'client_upload_at', 'type': 'timestamp', 'lenient': true},
            {
                'name': 'server_upload_time',
                'as': 'uploaded_at',
                'type': 'timestamp',
                'lenient': true,
                'required': true,
            },
            {'name': 'session_id', 'type': 'bigint', 'lenient': true},
            {'name': 'groups'},
            {'name': 'user_properties'},
            {'name': 'is_attribution_event', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

read as (
    select
        event_id,
        insert_id,
        coalesce(project_name, app) as project_name,
        device_id,
        user_id,
        amplitude_id,
        event_type,
        occurred_at,
        {{ week_start('occurred_at') }} as occurred_week,
        client_event_at,
        client_upload_at,
        -- The warehouse may copy an event anew; it was known when it was uploaded.
        coalesce(uploaded_at, loaded_at) as uploaded_at,
        loaded_at,
        coalesce(session_id, 0) <> -1 as is_in_session,
        coalesce(
            {%- for column in ['groups', 'user_properties'] %}
                {%- for group_type in var('amplitude_group_types') %}
                    {{ json_texts(column, group_type) }},
                {%- endfor %}
            {%- endfor %}
            cast(null as {{ type_text() }})
        ) as account_keys,
        coalesce(is_attribution_event, false)
        or {{ is_named('event_type', var('amplitude_ignored_events')) }} as is_ignored,
        fault,
        blank_reason,
        tie_break
    from source
),

-- The source's own rule says which rows are one event.
keyed as (
    select
        *,
        coalesce(
            insert_id,
            case
                when event_id is not null
                    then {{ hash_key([
                        'event_id', 'client_event_at', 'coalesce(user_id, amplitude_id)'
                    ]) }}
            end,
            tie_break
        ) as repeat_key,
        {{ is_named("coalesce(project_name, '')", var('amplitude_projects') or ['*']) }}
            as is_of_product,
        account_keys like '%' || chr(10) || '%' as has_several_accounts
    from read
),

-- Repeats are looked for within a week, so that a roll-up may read some weeks alone.
final as (
    select
        project_name,
        event_type,
        user_id,
        amplitude_id,
        case when not has_several_accounts then account_keys end as product_account_id,
        occurred_at,
        occurred_week,
        is_in_session,
        uploaded_at,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['event_type', 'occurred_at'],
            occurred=['occurred_at'],
            rules=[
                {'condition': 'not is_of_product', 'reason': 'other_project'},
                {'condition': 'is_ignored', 'reason': 'ignored_event'},
                {
                    'condition': 'cast(occurred_at as date) > cast(uploaded_at as date)',
                    'reason': 'after_load',
                },
                {'condition': 'has_several_accounts', 'reason': 'ambiguous_account'},
                {'condition': 'account_keys is null', 'reason': 'no_account'},
            ],
            deduplicate_by=['occurred_week', 'project_name', 'device_id'],
            row_key='repeat_key',
            kept_first='client_upload_at desc nulls last, uploaded_at desc nulls last',
        ) }} as rejection_reason
    from keyed
)

select * from final
