with source as (
    {{ stage_source(
        'customer_success',
        'goal',
        columns=[
            {'name': 'account_id', 'as': 'crm_account_key', 'required': true},
            {'name': 'name', 'as': 'goal_name'},
            {'name': 'target_date', 'type': 'date'},
            {'name': 'achieved_at', 'type': 'timestamp'},
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
        row_key as goal_id,
        crm_account_key,
        goal_name,
        target_date,
        achieved_at,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['crm_account_key'],
        ) }} as rejection_reason
    from source
)

select * from final
