with source as (
    {{ stage_source(
        'amplitude',
        'event_type',
        unique_key=['id', 'project_name'],
        columns=[
            {'name': 'project_name', 'type': 'id', 'lenient': true},
            {'name': 'value'},
            {'name': 'name'},
            {'name': 'display'},
            {'name': '_fivetran_deleted', 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

-- `value` is the word that events carry; `name` is the same until somebody renames the event.
read as (
    select
        *,
        coalesce(value, name) as event_type,
        {{ is_named("coalesce(project_name, '')", var('amplitude_projects') or ['*']) }}
            as is_of_product
    from source
),

final as (
    select
        project_name,
        event_type,
        coalesce(display, name, value) as event_name,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['event_type'],
            rules=[
                {'condition': 'not is_of_product', 'reason': 'other_project'},
            ],
        ) }} as rejection_reason
    from read
)

select * from final
