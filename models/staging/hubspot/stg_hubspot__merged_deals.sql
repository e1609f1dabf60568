with source as (
    {{ stage_source(
        'hubspot',
        'merged_deal',
        unique_key=['deal_id', 'merged_deal_id'],
        columns=[
            {'name': 'deal_id', 'type': 'id', 'required': true},
            {'name': 'merged_deal_id', 'type': 'id', 'required': true},
        ],
    ) }}
),

final as (
    select
        deal_id,
        merged_deal_id,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['deal_id', 'merged_deal_id']) }} as rejection_reason
    from source
)

select * from final
