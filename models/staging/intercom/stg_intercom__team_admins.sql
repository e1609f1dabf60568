with source as (
    {{ stage_source(
        'intercom',
        'team_admin',
        unique_key=['admin_id', 'team_id'],
        columns=[
            {'name': 'admin_id', 'type': 'id', 'required': true},
            {'name': 'team_id', 'type': 'id', 'required': true},
            {'name': '_fivetran_deleted', 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        admin_id,
        team_id,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['admin_id', 'team_id']) }} as rejection_reason
    from source
)

select * from final
