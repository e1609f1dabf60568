with source as (
    {{ stage_source(
        'hubspot',
        'deal_stage',
        unique_key=['deal_id', 'value', 'stage_id', 'date_entered', '_fivetran_start'],
        columns=[
            {'name': 'deal_id', 'type': 'id', 'required': true},
            {'name': ['value', 'stage_id'], 'as': 'stage_id', 'type': 'id', 'required': true},
            {
                'name': ['date_entered', '_fivetran_start'],
                'as': 'entered_at',
                'type': 'timestamp',
                'required': true,
            },
            {'name': 'source', 'as': 'change_source'},
        ],
    ) }}
),

final as (
    select
        deal_id,
        stage_id,
        entered_at,
        change_source,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['deal_id', 'stage_id', 'entered_at'],
            occurred=['entered_at'],
        ) }} as rejection_reason
    from source
)

select * from final
