with source as (
    {{ stage_source(
        'hubspot',
        'company',
        required_table=true,
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'company_id', 'type': 'id', 'required': true},
            {'name': 'property_name', 'as': 'company_name'},
            {
                'name': 'property_createdate',
                'as': 'created_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {'name': 'property_industry', 'as': 'industry'},
            {'name': 'property_country', 'as': 'country'},
            {
                'name': 'property_annualrevenue',
                'as': 'annual_revenue',
                'type': 'double precision',
                'lenient': true,
            },
            {
                'name': 'property_numberofemployees',
                'as': 'number_of_employees',
                'type': 'bigint',
                'lenient': true,
            },
            {'name': 'property_domain', 'as': 'domain'},
            {
                'name': named_fields('hubspot', 'account_type', 'property_'),
                'as': 'account_type',
                'type': 'id',
                'lenient': true,
            },
            {'name': 'property_hubspot_owner_id', 'as': 'owner_id', 'type': 'id', 'lenient': true},
            {
                'name': 'property_hs_parent_company_id',
                'as': 'parent_id',
                'type': 'id',
                'lenient': true,
            },
            {
                'name': 'property_hs_merged_object_ids',
                'as': 'merged_ids',
                'type': 'id',
                'lenient': true,
            },
            {'name': named_fields('hubspot', 'crm_account_id', 'property_'), 'as': 'crm_account_key'},
            {'name': named_fields('hubspot', 'segment', 'property_'), 'as': 'segment'},
            {'name': named_fields('hubspot', 'region', 'property_'), 'as': 'region'},
            {'name': named_fields('hubspot', 'use_case', 'property_'), 'as': 'use_case'},
            {'name': named_fields('hubspot', 'plan', 'property_'), 'as': 'plan'},
            {
                'name': named_fields('hubspot', 'go_live_date', 'property_'),
                'as': 'go_live_date',
                'type': 'date',
                'lenient': true,
            },
            {'name': named_fields('hubspot', 'executive_sponsor', 'property_'), 'as': 'executive_sponsor'},
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
        company_id,
        company_name,
        created_at,
        industry,
        country,
        annual_revenue,
        number_of_employees,
        domain,
        account_type,
        owner_id,
        parent_id,
        merged_ids,
        crm_account_key,
        segment,
        region,
        use_case,
        plan,
        go_live_date,
        executive_sponsor,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['company_id'],
            occurred=['created_at'],
        ) }} as rejection_reason
    from source
)

select * from final
