with periods as (
    select
        source,
        subscription_id,
        customer_id,
        status,
        is_in_force,
        valid_from,
        valid_to,
        started_at,
        ended_at,
        current_period_start_at,
        current_period_end_at
    from {{ ref('int_subscription_periods') }}
),

subscription_terms as (
    select
        source,
        subscription_id,
        current_period_start_at,
        current_period_end_at,
        term_months
    from {{ ref('int_subscription_terms') }}
),

account_keys as (
    select
        source,
        source_account_key,
        account_id
    from {{ ref('int_account_keys') }}
    where match_status = 'matched'
),

-- what the version itself says goes before what is known of the subscription today
termed_periods as (
    select
        periods.*,
        account_keys.account_id,
        coalesce(periods.current_period_start_at, subscription_terms.current_period_start_at)
            as current_period_start,
        coalesce(periods.current_period_end_at, subscription_terms.current_period_end_at)
            as current_period_end,
        coalesce(
            {{ service_months(
                'periods.current_period_start_at', 'periods.current_period_end_at'
            ) }},
            subscription_terms.term_months
        ) as term_months
    from periods
    left join subscription_terms
        on
            periods.source = subscription_terms.source
            and periods.subscription_id = subscription_terms.subscription_id
    left join account_keys
        on
            periods.source = account_keys.source
            and periods.customer_id = account_keys.source_account_key
),

final as (
    select
        source,
        subscription_id,
        account_id,
        customer_id,
        valid_from,
        valid_to,
        status,
        is_in_force,
        started_at,
        ended_at,
        current_period_start,
        current_period_end,
        term_months,
        term_months >= 12 as is_annual
    from termed_periods
)

select * from final
