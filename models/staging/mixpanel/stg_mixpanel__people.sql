with source as (
    {{ stage_source(
        'mixpanel',
        'people',
        unique_key=['distinct_id'],
        columns=[
            {'name': 'distinct_id', 'required': true},
            {'name': ['email', 'mp_email']},
        ],
    ) }}
),

final as (
    select
        distinct_id as visitor_id,
        email,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['distinct_id']) }} as rejection_reason
    from source
)

select * from final
