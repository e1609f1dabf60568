with source as (
    {{ stage_source(
        'hubspot',
        'ticket',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'ticket_id', 'type': 'id', 'required': true},
            {
                'name': 'property_createdate',
                'as': 'created_at',
                'type': 'timestamp',
                'required': true,
            },
            {
                'name': 'property_closed_date',
                'as': 'closed_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {'name': 'property_hs_pipeline', 'as': 'pipeline_id', 'type': 'id', 'lenient': true},
            {
                'name': 'property_hs_pipeline_stage',
                'as': 'stage_id',
                'type': 'id',
                'lenient': true,
            },
            {'name': 'property_hs_ticket_priority', 'as': 'priority'},
            {'name': 'property_hs_ticket_category', 'as': 'category'},
            {'name': 'property_hubspot_owner_id', 'as': 'owner_id', 'type': 'id', 'lenient': true},
            {'name': 'property_hubspot_team_id', 'as': 'group_id', 'type': 'id', 'lenient': true},
            {
                'name': 'property_first_agent_reply_date',
                'as': 'first_reply_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {
                'name': 'property_hs_merged_object_ids',
                'as': 'merged_ids',
                'type': 'id',
                'lenient': true,
            },
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
        ticket_id,
        created_at,
        closed_at,
        pipeline_id,
        stage_id,
        priority,
        category,
        owner_id,
        group_id,
        first_reply_at,
        merged_ids,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['ticket_id', 'created_at'],
            occurred=['created_at'],
        ) }} as rejection_reason
    from source
)

select * from final
