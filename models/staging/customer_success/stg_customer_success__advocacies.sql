with source as (
    {{ stage_source(
        'customer_success',
        'advocacy',
        columns=[
            {'name': 'account_id', 'as': 'crm_account_key', 'required': true},
            {'name': 'kind', 'as': 'advocacy_kind'},
            {'name': 'requested_at', 'type': 'timestamp', 'required': true},
            {'name': 'agreed_at', 'type': 'timestamp'},
            {'name': 'declined_at', 'type': 'timestamp'},
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
        row_key as advocacy_id,
        crm_account_key,
        advocacy_kind,
        requested_at,
        agreed_at,
        declined_at,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['crm_account_key', 'requested_at'],
            occurred=['requested_at'],
        ) }} as rejection_reason
    from source
)

select * from final
