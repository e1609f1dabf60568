with source as (
    {{ stage_source(
        'hubspot',
        'deal_pipeline_stage',
        unique_key=['stage_id', 'pipeline_id'],
        columns=[
            {'name': 'stage_id', 'type': 'id', 'required': true},
            {'name': 'pipeline_id', 'type': 'id', 'lenient': true},
            {'name': 'label', 'as': 'stage_label'},
            {
                'name': 'probability',
                'as': 'probability',
                'type': 'double precision',
                'lenient': true,
            },
            {
                'name': ['is_closed', 'closed_won'],
                'as': 'is_closed',
                'type': 'boolean',
                'lenient': true,
            },
            {'name': 'display_order', 'type': 'bigint', 'lenient': true},
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
        probability,
        is_closed,
        display_order,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['stage_id']) }} as rejection_reason
    from source
)

select * from final
