with source as (
    {{ stage_source(
        'zendesk',
        'ticket_tag',
        unique_key=['ticket_id', 'tag'],
        columns=[
            {'name': 'ticket_id', 'required': true},
            {'name': 'tag', 'required': true},
            {'name': '_fivetran_deleted', 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        ticket_id,
        tag,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['ticket_id', 'tag']) }} as rejection_reason
    from source
)

select * from final
