with source as (
    {{ stage_source(
        'customer_success',
        'intervention',
        columns=[
            {'name': 'account_id', 'as': 'crm_account_key', 'required': true},
            {'name': 'scorecard', 'as': 'scorecard_id'},
            {'name': 'playbook', 'as': 'playbook_id'},
            {'name': 'started_at', 'type': 'timestamp', 'required': true},
            {'name': 'ended_at', 'type': 'timestamp'},
            {'name': 'owner', 'as': 'owner_name'},
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
        row_key as intervention_id,
        crm_account_key,
        scorecard_id,
        playbook_id,
        started_at,
        ended_at,
        owner_name,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['crm_account_key', 'started_at'],
            occurred=['started_at'],
        ) }} as rejection_reason
    from source
)

select * from final
