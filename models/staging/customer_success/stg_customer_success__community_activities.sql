with source as (
    {{ stage_source(
        'customer_success',
        'community_activity',
        columns=[
            {'name': 'account_id', 'as': 'crm_account_key', 'required': true},
            {'name': 'contact_email'},
            {'name': 'kind', 'as': 'activity_kind'},
            {'name': 'occurred_at', 'type': 'timestamp', 'required': true},
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
        row_key as community_activity_id,
        crm_account_key,
        contact_email,
        activity_kind,
        occurred_at,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['crm_account_key', 'occurred_at'],
            occurred=['occurred_at'],
        ) }} as rejection_reason
    from source
)

select * from final
