with source as (
    {{ stage_source(
        'hubspot',
        'contact',
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'contact_id', 'type': 'id', 'required': true},
            {'name': 'property_email', 'as': 'email'},
            {'name': 'property_firstname', 'as': 'first_name'},
            {'name': 'property_lastname', 'as': 'last_name'},
            {'name': 'property_jobtitle', 'as': 'title'},
            {
                'name': 'property_createdate',
                'as': 'created_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {
                'name': ['property_lastmodifieddate', 'property_hs_lastmodifieddate'],
                'as': 'changed_at',
                'type': 'timestamp',
                'lenient': true,
            },
            {
                'name': 'property_associatedcompanyid',
                'as': 'company_id',
                'type': 'id',
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
        contact_id,
        email,
        first_name,
        last_name,
        title,
        created_at,
        changed_at,
        company_id,
        merged_ids,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['contact_id'],
            occurred=['created_at'],
        ) }} as rejection_reason
    from source
)

select * from final
