{{ config(materialized='view') }}

with accounts as (
    select
        source,
        product_account_id,
        {{ week_start('first_seen_at') }} as first_seen_week
    from {{ ref('int_product_accounts') }}
),

usage_changes as (
    select
        source,
        product_account_id,
        effective_week
    from {{ ref('int_product_usage_changes') }}
),

first_changes as (
    select
        source,
        product_account_id,
        min(effective_week) as first_change_week
    from usage_changes
    group by 1, 2
),

final as (
    select
        accounts.source,
        accounts.product_account_id,
        {{ least_of([
            weeks_after('accounts.first_seen_week', 1), 'first_changes.first_change_week'
        ]) }} as first_snapshot_week
    from accounts
    left join first_changes
        on
            accounts.source = first_changes.source
            and accounts.product_account_id = first_changes.product_account_id
)

select * from final
