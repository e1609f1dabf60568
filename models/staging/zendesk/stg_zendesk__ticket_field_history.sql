with source as (
    {{ stage_source(
        'zendesk',
        'ticket_field_history',
        unique_key=['ticket_id', 'field_name', 'updated', 'value'],
        columns=[
            {'name': 'ticket_id', 'required': true},
            {'name': 'field_name', 'required': true},
            {'name': 'value', 'as': 'field_value', 'required': true},
            {'name': 'updated', 'as': 'updated_at', 'type': 'timestamp', 'required': true},
            {'name': 'user_id'},
        ],
    ) }}
),

final as (
    select
        ticket_id,
        field_name,
        field_value,
        updated_at,
        user_id,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['ticket_id', 'field_name', 'updated_at'],
            occurred=['updated_at'],
            deduplicate_by=['field_name'],
        ) }} as rejection_reason
    from source
)

select * from final
