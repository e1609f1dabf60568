with source as (
    {{ stage_source(
        'intercom',
        'team',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'team_id', 'type': 'id', 'required': true},
            {'name': 'name', 'as': 'team_name'},
            {'name': '_fivetran_deleted', 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        team_id,
        team_name,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['team_id']) }} as rejection_reason
    from source
)

select * from final
