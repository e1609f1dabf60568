with source as (
    {{ stage_source(
        'stripe',
        'invoice',
        required_table=true,
        unique_key=['id'],
        columns=[
            {'name': 'id', 'as': 'invoice_id', 'required': true},
            {'name': 'customer_id', 'required': true},
            {'name': 'subscription_id'},
            {'name': 'status'},
            {'name': 'currency'},
            {'name': 'created', 'as': 'created_at', 'type': 'timestamp'},
            {'name': 'period_start', 'as': 'period_start_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'due_date', 'as': 'due_at', 'type': 'timestamp'},
            {'name': ['amount_due', 'total', 'amount'], 'as': 'amount_due', 'type': 'bigint', 'required': true},
            {'name': 'amount_paid', 'type': 'bigint', 'lenient': true},
            {'name': 'amount_remaining', 'type': 'bigint', 'lenient': true},
            {'name': 'status_transitions_finalized_at', 'as': 'finalized_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'status_transitions_paid_at', 'as': 'paid_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'status_transitions_voided_at', 'as': 'voided_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'status_transitions_marked_uncollectible_at', 'as': 'marked_uncollectible_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'livemode', 'as': 'is_live', 'type': 'boolean', 'lenient': true},
            {'name': ['is_deleted', '_fivetran_deleted'], 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        invoice_id,
        customer_id,
        subscription_id,
        status,
        currency,
        created_at,
        period_start_at,
        due_at,
        amount_due,
        amount_paid,
        amount_remaining,
        finalized_at,
        paid_at,
        voided_at,
        marked_uncollectible_at,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['invoice_id'],
            occurred=['created_at'],
            not_negative=['amount_due'],
            rules=[{'condition': 'not coalesce(is_live, true)', 'reason': 'test_mode'}],
        ) }} as rejection_reason
    from source
)

select * from final
