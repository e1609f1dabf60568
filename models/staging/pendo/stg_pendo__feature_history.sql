with source as (
    {{ stage_source(
        'pendo',
        'feature_history',
        unique_key=['id', 'last_updated_at'],
        columns=[
            {'name': 'id', 'as': 'feature_id', 'required': true},
            {'name': 'name', 'as': 'feature_name'},
            {'name': 'is_core_event', 'type': 'boolean', 'lenient': true},
            {'name': 'last_updated_at', 'type': 'timestamp', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        feature_id,
        feature_name,
        is_core_event,
        last_updated_at,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['feature_id']) }} as rejection_reason
    from source
)

select * from final
