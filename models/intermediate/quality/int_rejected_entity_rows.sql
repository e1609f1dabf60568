{{ config(materialized='view') }}

-- Rows that read well, yet are of no use.
with entity_rows as (
    select
        source,
        raw_table,
        coalesce(
            rejection_reason, case when account_id is null then 'unknown_account' end
        ) as rejection_reason,
        responded_at as happened_at
    from {{ ref('int_survey_answers') }}

    union all

    select
        'customer_success' as source,
        'custom_signal' as raw_table,
        rejection_reason,
        observed_at as happened_at
    from {{ ref('int_custom_signals') }}

    union all

    select
        'stripe' as source,
        'invoice' as raw_table,
        coalesce(
            rejection_reason, case when account_id is null then 'unknown_account' end
        ) as rejection_reason,
        created_at as happened_at
    from {{ ref('int_invoices') }}

    union all

    select
        'zendesk' as source,
        'ticket' as raw_table,
        'unknown_account' as rejection_reason,
        created_at as happened_at
    from {{ ref('int_tickets') }}
    where account_id is null

    union all

    select
        'customer_success' as source,
        'training_assignment' as raw_table,
        'unknown_account' as rejection_reason,
        assigned_at as happened_at
    from {{ ref('int_training_assignments') }}
    where account_id is null

    union all

    select
        'customer_success' as source,
        record_kind as raw_table,
        'unknown_account' as rejection_reason,
        coalesce(opened_at, closed_at, due_at) as happened_at
    from {{ ref('int_success_records') }}
    where account_id is null and not is_second_answer

    union all

    select
        'customer_success' as source,
        'score_override' as raw_table,
        case when account_id is null then 'unknown_account' else rejection_reason end
            as rejection_reason,
        cast(valid_from as timestamp) as happened_at
    from {{ ref('int_score_overrides') }}

    union all

    select
        'customer_success' as source,
        'alert_response' as raw_table,
        rejection_reason,
        responded_at as happened_at
    from {{ ref('int_alert_responses') }}
),

customers as (
    select source_account_key as customer_id
    from {{ ref('int_account_keys') }}
    where source = 'stripe' and account_id is not null
),

subscriptions as (
    select
        subscription_id,
        max(customer_id) as customer_id,
        max(account_id) as account_id
    from {{ ref('int_subscriptions') }}
    group by 1
),

discounts as (
    select distinct discount_id
    from {{ ref('int_discounts') }}
    where account_id is not null
),

paying_customers as (
    select distinct customer_id
    from subscriptions
    where account_id is not null
),

billing_rows as (
    select
        'invoice_line_item' as raw_table,
        case
            when
                not coalesce(is_proration, false)
                and coalesce(
                    line_type, case when subscription_id is not null then 'subscription' end, 'none'
                ) <> 'subscription'
                then 'not_recurring'
            when not coalesce(period_end_at > period_start_at, false) then 'no_service_period'
        end as rejection_reason,
        period_start_at as happened_at,
        loaded_at
    from {{ ref('stg_stripe__invoice_line_items') }}
    where rejection_reason is null and not coalesce(is_deleted, false)

    union all

    select
        'invoice_line_item' as raw_table,
        rejection_reason,
        cast(valid_from as timestamp) as happened_at,
        cast(null as timestamp) as loaded_at
    from {{ ref('int_revenue_lines') }}
    where piece_number = 1

    union all

    select
        'subscription_history' as raw_table,
        case
            when customers.customer_id is null then 'unknown_account'
            when subscriptions.subscription_id is null then 'ends_before_it_starts'
        end as rejection_reason,
        staged_rows.created_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_stripe__subscription_history') }} as staged_rows
    left join customers on staged_rows.customer_id = customers.customer_id
    left join subscriptions on staged_rows.subscription_id = subscriptions.subscription_id
    where staged_rows.rejection_reason is null and not coalesce(staged_rows.is_deleted, false)

    union all

    -- A discount of the whole customer reaches each of its subscriptions.
    select
        'subscription_discount' as raw_table,
        case
            when
                subscriptions.account_id is null
                and (
                    staged_rows.subscription_id is not null
                    or paying_customers.customer_id is null
                )
                then 'unused_subscription'
            when discounts.discount_id is null then 'ends_before_it_starts'
        end as rejection_reason,
        staged_rows.started_at as happened_at,
        staged_rows.loaded_at
    from {{ ref('stg_stripe__subscription_discounts') }} as staged_rows
    left join subscriptions on staged_rows.subscription_id = subscriptions.subscription_id
    left join paying_customers on staged_rows.customer_id = paying_customers.customer_id
    left join discounts
        on coalesce(staged_rows.discount_id, staged_rows.coupon_id) = discounts.discount_id
    where staged_rows.rejection_reason is null and not coalesce(staged_rows.is_deleted, false)
),

final as (
    select
        source,
        raw_table,
        rejection_reason,
        {{ week_start('happened_at') }} as week,
        cast(1 as bigint) as n_rows
    from entity_rows
    where rejection_reason is not null

    union all

    select
        'stripe' as source,
        raw_table,
        rejection_reason,
        coalesce({{ week_start('happened_at') }}, {{ week_start('loaded_at') }}) as week,
        cast(1 as bigint) as n_rows
    from billing_rows
    where rejection_reason is not null
)

select * from final
