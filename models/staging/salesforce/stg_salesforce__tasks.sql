with source as (
    {{ stage_source(
        'salesforce',
        'task',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'task_id', 'required': true},
            {'name': 'account_id'},
            {'name': 'who_id'},
            {'name': 'activity_date', 'type': 'date', 'lenient': true},
            {'name': 'status', 'as': 'task_status'},
            {'name': 'type', 'as': 'task_type'},
            {'name': 'task_subtype'},
            {'name': ['is_deleted', '_fivetran_deleted'], 'as': 'is_deleted', 'type': 'boolean'},
        ],
    ) }}
),

final as (
    select
        task_id,
        account_id,
        who_id,
        activity_date,
        task_status,
        task_type,
        task_subtype,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['task_id']) }} as rejection_reason
    from source
)

select * from final
