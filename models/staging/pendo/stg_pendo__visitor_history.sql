with source as (
    {{ stage_source(
        'pendo',
        'visitor_history',
        unique_key=['id', 'last_updated_at'],
        columns=[
            {'name': 'id', 'as': 'visitor_id', 'required': true},
            {'name': 'account_id', 'as': 'product_account_id'},
            {'name': ['agent_email', 'email', 'pendo_lastemail'], 'as': 'email'},
            {'name': 'first_visit', 'as': 'first_visit_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'last_visit', 'as': 'last_visit_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'last_updated_at', 'type': 'timestamp', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        visitor_id,
        product_account_id,
        email,
        first_visit_at,
        last_visit_at,
        last_updated_at,
        loaded_at,
        blank_reason,
        {{ rejection_reason(key=['visitor_id']) }} as rejection_reason
    from source
)

select * from final
