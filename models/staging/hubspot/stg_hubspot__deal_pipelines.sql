with source as (
    {{ stage_source(
        'hubspot',
        'deal_pipeline',
        unique_key=['pipeline_id'],
        columns=[
            {'name': 'pipeline_id', 'type': 'id', 'required': true},
            {'name': 'label', 'as': 'pipeline_label'},
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
        pipeline_id,
        pipeline_label,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['pipeline_id']) }} as rejection_reason
    from source
)

select * from final
