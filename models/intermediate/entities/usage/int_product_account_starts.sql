{{ config(materialized='view') }}

with account_history as (
    select
        product_account_id,
        first_visit_at,
        last_updated_at
    from {{ ref('stg_pendo__account_history') }}
    where rejection_reason is null
),

usage_changes as (
    select
        product_account_id,
        effective_week
    from {{ ref('int_product_usage_changes') }}
),

accounts as (
    select
        product_account_id,
        {{ week_start(least_of(['min(first_visit_at)', 'min(last_updated_at)'])) }}
            as first_seen_week
    from account_history
    group by 1
),

first_changes as (
    select
        product_account_id,
        min(effective_week) as first_change_week
    from usage_changes
    group by 1
),

final as (
    select
        accounts.product_account_id,
        {{ least_of([
            weeks_after('accounts.first_seen_week', 1), 'first_changes.first_change_week'
        ]) }} as first_snapshot_week
    from accounts
    left join first_changes on accounts.product_account_id = first_changes.product_account_id
)

select * from final
