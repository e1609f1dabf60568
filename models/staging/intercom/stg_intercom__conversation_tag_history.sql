with source as (
    {{ stage_source(
        'intercom',
        'conversation_tag_history',
        unique_key=['conversation_id', 'tag_id', 'conversation_updated_at', '_fivetran_start'],
        columns=[
            {'name': 'conversation_id', 'type': 'id', 'required': true},
            {'name': 'tag_id', 'type': 'id', 'required': true},
            {
                'name': 'conversation_updated_at',
                'as': 'updated_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {
                'name': '_fivetran_start',
                'as': 'version_started_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {
                'name': '_fivetran_end',
                'as': 'version_ended_at',
                'type': 'timestamp',
                'lenient': true,
                'is_open_ended': true,
            },
            {
                'name': '_fivetran_active',
                'as': 'is_current_version',
                'type': 'boolean',
                'lenient': true,
            },
            {'name': '_fivetran_deleted', 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        conversation_id,
        tag_id,
        updated_at,
        version_started_at,
        version_ended_at,
        is_current_version,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['conversation_id', 'tag_id']) }} as rejection_reason
    from source
)

select * from final
