with source as (
    {{ stage_source(
        'hubspot',
        'deal',
        unique_key=['deal_id'],
        columns=[
            {'name': 'deal_id', 'type': 'id', 'required': true},
            {
                'name': ['deal_pipeline_id', 'property_pipeline'],
                'as': 'pipeline_id',
                'type': 'id',
                'lenient': true,
            },
            {
                'name': ['deal_pipeline_stage_id', 'property_dealstage'],
                'as': 'stage_id',
                'type': 'id',
                'lenient': true,
            },
            {
                'name': ['owner_id', 'property_hubspot_owner_id'],
                'as': 'owner_id',
                'type': 'id',
                'lenient': true,
            },
            {
                'name': 'property_amount',
                'as': 'amount',
                'type': 'double precision',
                'lenient': true,
            },
            {
                'name': 'property_createdate',
                'as': 'created_at',
                'type': 'timestamp',
                'required': true,
            },
            {'name': 'property_closedate', 'as': 'close_date', 'type': 'date', 'lenient': true},
            {'name': 'property_dealtype', 'as': 'deal_type'},
            {
                'name': 'property_hs_is_closed',
                'as': 'is_closed',
                'type': 'boolean',
                'lenient': true,
            },
            {
                'name': 'property_hs_is_closed_won',
                'as': 'is_won',
                'type': 'boolean',
                'lenient': true,
            },
            {
                'name': 'property_hs_merged_object_ids',
                'as': 'merged_ids',
                'type': 'id',
                'lenient': true,
            },
            {
                'name': 'property_hs_lastmodifieddate',
                'as': 'last_modified_at',
                'type': 'timestamp',
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
        deal_id,
        pipeline_id,
        stage_id,
        owner_id,
        amount,
        created_at,
        close_date,
        deal_type,
        is_closed,
        is_won,
        merged_ids,
        last_modified_at,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['deal_id', 'created_at'],
            occurred=['created_at'],
        ) }} as rejection_reason
    from source
)

select * from final
