with source as (
    {{ stage_source(
        'hubspot',
        'ticket_pipeline_stage',
        unique_key=['stage_id', 'pipeline_id'],
        columns=[
            {'name': 'stage_id', 'type': 'id', 'required': true},
            {'name': 'pipeline_id', 'type': 'id', 'lenient': true},
            {'name': 'label', 'as': 'stage_label'},
            {'name': 'is_closed', 'as': 'is_closed', 'type': 'boolean', 'lenient': true},
            {'name': 'ticket_state', 'as': 'ticket_state'},
            {
                'name': ['_fivetran_deleted', 'is_deleted'],
                'as': 'is_deleted',
                'type': 'boolean',
                'lenient': true,
            },
        ],
    ) }}
),

final as (
    select
        stage_id,
        pipeline_id,
        stage_label,
        is_closed,
        ticket_state,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['stage_id']) }} as rejection_reason
    from source
)

select * from final
