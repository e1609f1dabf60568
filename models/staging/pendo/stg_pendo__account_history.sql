with source as (
    {{ stage_source(
        'pendo',
        'account_history',
        required_table=true,
        unique_key=['id', 'last_updated_at'],
        columns=[
            {'name': 'id', 'as': 'product_account_id', 'required': true},
            {'name': var('pendo_crm_id_columns'), 'as': 'crm_account_key'},
            {'name': 'first_visit', 'as': 'first_visit_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'last_visit', 'as': 'last_visit_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'last_updated_at', 'type': 'timestamp', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        product_account_id,
        crm_account_key,
        first_visit_at,
        last_visit_at,
        last_updated_at,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['product_account_id']) }} as rejection_reason
    from source
)

select * from final
