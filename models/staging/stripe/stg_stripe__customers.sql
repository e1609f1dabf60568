with source as (
    {{ stage_source(
        'stripe',
        'customer',
        required_table=true,
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'customer_id', 'required': true},
            {'name': 'email'},
            {'name': 'metadata'},
            {'name': 'created', 'as': 'created_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'livemode', 'as': 'is_live', 'type': 'boolean', 'lenient': true},
            {'name': ['is_deleted', '_fivetran_deleted'], 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        customer_id,
        email,
        -- the first of the keys that is filled
        coalesce(
            {%- for key in var('stripe_crm_id_keys') %}
                {{ json_text('metadata', key) }},
            {%- endfor %}
            null
        ) as crm_account_key,
        created_at,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['customer_id'],
            rules=[{'condition': 'not coalesce(is_live, true)', 'reason': 'test_mode'}],
        ) }} as rejection_reason
    from source
)

select * from final
