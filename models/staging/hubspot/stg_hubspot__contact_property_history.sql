with source as (
    {{ stage_source(
        'hubspot',
        'contact_property_history',
        unique_key=['contact_id', 'name', 'timestamp_instant', 'timestamp'],
        columns=[
            {'name': 'contact_id', 'type': 'id', 'required': true},
            {'name': 'name', 'as': 'property_name', 'required': true},
            {'name': 'value', 'as': 'property_value'},
            {
                'name': ['timestamp', 'timestamp_instant'],
                'as': 'changed_at',
                'type': 'timestamp',
                'required': true,
            },
            {'name': 'source', 'as': 'change_source'},
        ],
    ) }}
),

final as (
    select
        contact_id,
        property_name,
        property_value,
        changed_at,
        change_source,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['contact_id', 'property_name', 'changed_at'],
            occurred=['changed_at'],
            deduplicate_by=['property_name'],
        ) }} as rejection_reason
    from source
)

select * from final
