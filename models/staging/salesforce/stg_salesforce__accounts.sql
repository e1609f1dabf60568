with source as (
    {{ stage_source(
        'salesforce',
        'account',
        required_table=true,
        unique_key=['id', '_fivetran_start'],
        columns=[
            {'name': 'id', 'as': 'account_id', 'required': true},
            {'name': 'name', 'as': 'account_name'},
            {'name': 'type', 'as': 'account_type'},
            {'name': 'industry'},
            {'name': 'owner_id'},
            {'name': 'parent_id'},
            {'name': 'master_record_id'},
            {'name': 'billing_country'},
            {'name': 'annual_revenue', 'type': 'double precision', 'lenient': true},
            {'name': 'number_of_employees', 'type': 'bigint', 'lenient': true},
            {'name': 'created_date', 'as': 'created_at', 'type': 'timestamp', 'lenient': true},
            {'name': var('salesforce_fields').segment or 'segment_c', 'as': 'segment'},
            {'name': var('salesforce_fields').region or 'region_c', 'as': 'region'},
            {'name': var('salesforce_fields').use_case or 'use_case_c', 'as': 'use_case'},
            {'name': var('salesforce_fields').plan or 'plan_c', 'as': 'plan'},
            {
                'name': var('salesforce_fields').go_live_date or 'go_live_date_c',
                'as': 'go_live_date',
                'type': 'date',
                'lenient': true,
            },
            {
                'name': var('salesforce_fields').executive_sponsor or 'executive_sponsor_c',
                'as': 'executive_sponsor',
            },
            {
                'name': '_fivetran_start',
                'as': 'version_started_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {
                'name': '_fivetran_end',
                'as': 'version_ended_at',
                'type': 'timestamp',
                'lenient': true,
                'is_open_ended': true,
            },
            {'name': '_fivetran_active', 'as': 'is_current_version', 'type': 'boolean'},
            {'name': ['is_deleted', '_fivetran_deleted'], 'as': 'is_deleted', 'type': 'boolean'},
        ],
    ) }}
),

final as (
    select
        account_id,
        account_name,
        account_type,
        industry,
        owner_id,
        parent_id,
        master_record_id,
        billing_country,
        annual_revenue,
        number_of_employees,
        created_at,
        segment,
        region,
        use_case,
        plan,
        go_live_date,
        executive_sponsor,
        version_started_at,
        version_ended_at,
        coalesce(is_current_version, true) as is_current_version,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['account_id'],
            occurred=['created_at'],
        ) }} as rejection_reason
    from source
)

select * from final
