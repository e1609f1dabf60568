with source as (
    {{ stage_source(
        'customer_success',
        'alert_response',
        columns=[
            {'name': 'alert_id'},
            {'name': 'account_id', 'as': 'crm_account_key'},
            {'name': 'rule', 'as': 'alert_rule_id'},
            {'name': 'responded_at', 'type': 'timestamp', 'required': true},
            {'name': 'responded_by'},
            {'name': 'state', 'required': true},
            {'name': 'note'},
            {
                'name': ['_fivetran_deleted', 'is_deleted'],
                'as': 'is_deleted',
                'type': 'boolean',
                'lenient': true,
            },
        ],
    ) }}
),

read as (
    select
        row_key,
        tie_break,
        fault,
        blank_reason,
        nullif(trim(alert_id), '') as alert_id,
        nullif(trim(crm_account_key), '') as crm_account_key,
        {{ snake_case("nullif(trim(alert_rule_id), '')") }} as alert_rule_id,
        responded_at,
        nullif(trim(responded_by), '') as responded_by,
        lower(nullif(trim(state), '')) as state,
        note,
        is_deleted,
        loaded_at
    from source
),

final as (
    select
        row_key as alert_response_id,
        alert_id,
        crm_account_key,
        alert_rule_id,
        responded_at,
        responded_by,
        state,
        note,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['responded_at', 'state', 'coalesce(alert_id, crm_account_key)'],
            occurred=['responded_at'],
            rules=[
                {
                    'condition': 'alert_id is null and alert_rule_id is null',
                    'reason': 'missing_key',
                },
                {
                    'condition': "state not in ('acknowledged', 'done', 'dismissed')",
                    'reason': 'unknown_state',
                },
            ],
        ) }} as rejection_reason
    from read
)

select * from final
