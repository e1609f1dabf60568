{{ config(materialized='view') }}

with account_history as (
    select
        product_account_id,
        first_visit_at,
        last_updated_at
    from {{ ref('stg_pendo__account_history') }}
    where
        {{ is_used_for('pendo', 'product') }}
        and rejection_reason is null
),

final as (
    select
        'pendo' as source,
        product_account_id,
        {{ least_of(['min(first_visit_at)', 'min(last_updated_at)']) }} as first_seen_at
    from account_history
    group by 1, 2
)

select * from final
