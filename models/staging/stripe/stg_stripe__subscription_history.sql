with source as (
    {{ stage_source(
        'stripe',
        'subscription_history',
        unique_key=['id', '_fivetran_start'],
        columns=[
            {'name': 'id', 'as': 'subscription_id', 'required': true},
            {'name': 'customer_id', 'required': true},
            {'name': 'status', 'required': true},
            {'name': 'created', 'as': 'created_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'start_date', 'as': 'started_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'current_period_start', 'as': 'current_period_start_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'current_period_end', 'as': 'current_period_end_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'cancel_at_period_end', 'as': 'is_canceled_at_period_end', 'type': 'boolean', 'lenient': true},
            {'name': 'canceled_at', 'as': 'canceled_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'ended_at', 'as': 'ended_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'trial_start', 'as': 'trial_start_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'trial_end', 'as': 'trial_end_at', 'type': 'timestamp', 'lenient': true},
            {'name': 'quantity', 'type': 'bigint', 'lenient': true},
            {'name': '_fivetran_start', 'as': 'version_from', 'type': 'timestamp'},
            {'name': '_fivetran_end', 'as': 'version_to', 'type': 'timestamp', 'lenient': true, 'is_open_ended': true},
            {'name': '_fivetran_active', 'as': 'is_current_version', 'type': 'boolean', 'lenient': true},
            {'name': 'livemode', 'as': 'is_live', 'type': 'boolean', 'lenient': true},
            {'name': '_fivetran_deleted', 'as': 'is_deleted', 'type': 'boolean', 'lenient': true},
        ],
    ) }}
),

final as (
    select
        subscription_id,
        customer_id,
        status,
        created_at,
        started_at,
        current_period_start_at,
        current_period_end_at,
        is_canceled_at_period_end,
        canceled_at,
        ended_at,
        trial_start_at,
        trial_end_at,
        quantity,
        version_from,
        version_to,
        is_current_version,
        is_deleted,
        loaded_at,
        blank_reason,
        {{ rejection_reason(
            key=['subscription_id', 'customer_id'],
            occurred=['created_at'],
            rules=[{'condition': 'not coalesce(is_live, true)', 'reason': 'test_mode'}],
        ) }} as rejection_reason
    from source
)

select * from final
