with source as (
    {{ stage_source(
        'hubspot',
        'feedback_submission',
        unique_key=['id', 'hs_object_id'],
        columns=[
            {
                'name': ['id', 'hs_object_id'],
                'as': 'submission_id',
                'type': 'id',
                'required': true,
            },
            {'name': ['property_hs_survey_type', 'hs_survey_type'], 'as': 'survey_type'},
            {
                'name': ['property_hs_survey_id', 'hs_survey_id'],
                'as': 'survey_id',
                'type': 'id',
                'lenient': true,
            },
            {'name': ['property_hs_survey_name', 'hs_survey_name'], 'as': 'survey_name'},
            {
                'name': ['property_hs_value', 'hs_value'],
                'as': 'answer_value',
                'type': 'double precision',
                'lenient': true,
            },
            {'name': ['property_hs_response', 'hs_response'], 'as': 'response'},
            {
                'name': ['property_hs_submission_timestamp', 'hs_submission_timestamp'],
                'as': 'submitted_at',
                'type': 'timestamp',
                'required': true,
            },
            {
                'name': ['property_hs_contact_id', 'hs_contact_id', 'contact_id'],
                'as': 'contact_id',
                'type': 'id',
                'lenient': true,
            },
            {
                'name': ['property_hs_contact_email_rollup', 'hs_contact_email_rollup'],
                'as': 'email',
            },
            {
                'name': ['company_id', 'hs_company_id'],
                'as': 'company_id',
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
        submission_id,
        survey_type,
        survey_id,
        survey_name,
        answer_value,
        response,
        submitted_at,
        contact_id,
        email,
        company_id,
        coalesce(is_deleted, false) as is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['submission_id', 'submitted_at'],
            occurred=['submitted_at'],
        ) }} as rejection_reason
    from source
)

select * from final
