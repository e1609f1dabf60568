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
                'name': hubspot_columns('account_type'),
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
            {'name': hubspot_columns('crm_account_id'), 'as': 'crm_account_key'},
            {'name': hubspot_columns('segment'), 'as': 'segment'},
            {'name': hubspot_columns('region'), 'as': 'region'},
            {'name': hubspot_columns('use_case'), 'as': 'use_case'},
            {'name': hubspot_columns('plan'), 'as': 'plan'},
            {
                'name': hubspot_columns('go_live_date'),
                'as': 'go_live_date',
                'type': 'date',
                'lenient': true,
            },
            {'name': hubspot_columns('executive_sponsor'), 'as': 'executive_sponsor'},
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
