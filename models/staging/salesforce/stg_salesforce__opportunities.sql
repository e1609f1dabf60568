with source as (
    {{ stage_source(
        'salesforce',
        'opportunity',
        unique_key=['id', '_fivetran_start'],
        columns=[
            {'name': 'id', 'as': 'opportunity_id', 'required': true},
            {'name': 'account_id'},
            {'name': 'type', 'as': 'opportunity_type'},
            {'name': 'stage_name'},
            {'name': 'amount', 'type': 'double precision', 'lenient': true},
            {'name': 'is_won', 'type': 'boolean', 'lenient': true},
            {'name': 'is_closed', 'type': 'boolean', 'lenient': true},
            {
                'name': 'created_date',
                'as': 'created_at',
                'type': 'timestamp',
                'required': true,
            },
            {'name': 'close_date', 'type': 'date', 'lenient': true},
            {
                'name': 'last_modified_date',
                'as': 'last_modified_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {
                'name': '_fivetran_start',
                'as': 'version_started_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {'name': ['is_deleted', '_fivetran_deleted'], 'as': 'is_deleted', 'type': 'boolean'},
        ],
    ) }}
),

final as (
    select
        opportunity_id,
        account_id,
        opportunity_type,
        stage_name,
        amount,
        is_won,
        is_closed,
        created_at,
        close_date,
        last_modified_at,
        version_started_at,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['opportunity_id', 'created_at'],
            occurred=['created_at'],
        ) }} as rejection_reason
    from source
)

select * from final
