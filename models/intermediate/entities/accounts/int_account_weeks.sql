{{ config(
    materialized='incremental',
    incremental_strategy='by_snapshot',
    on_schema_change='fail',
) }}

-- The filter reads what this run opens:
-- depends_on: {{ ref('int_open_snapshots') }}
with customer_weeks as (
    select
        account_id,
        snapshot_week,
        attributes_valid_from,
        is_alive
    from {{ ref('int_customer_weeks') }}
    where {{ in_open_snapshots() }}
),

accounts as (
    select
        account_id,
        account_name,
        created_at
    from {{ ref('int_accounts') }}
),

attributes as (
    select
        account_id,
        valid_from,
        segment,
        region,
        industry,
        use_case,
        plan,
        go_live_date,
        executive_sponsor,
        owner_name,
        attributes_known_by
    from {{ ref('int_account_attributes') }}
),

account_keys as (
    select
        account_id,
        source
    from {{ ref('int_account_keys') }}
    where match_status = 'matched'
),

segments as (
    select
        segment,
        baseline_days
    from {{ ref('segments') }}
),

used_capabilities as (
    select
        source,
        capability
    from {{ ref('int_source_capabilities') }}
    where is_used
),

source_keys as (
    select
        account_keys.account_id,
        max(case when used_capabilities.capability = 'product' then 1 else 0 end) as n_product,
        max(case when used_capabilities.capability = 'support' then 1 else 0 end) as n_support,
        max(case when used_capabilities.capability = 'billing' then 1 else 0 end) as n_billing
    from account_keys
    inner join used_capabilities on account_keys.source = used_capabilities.source
    group by 1
),

-- Fields as the CRM held them just before the snapshot.
described as (
    select
        customer_weeks.account_id,
        customer_weeks.snapshot_week,
        accounts.account_name,
        attributes.segment,
        attributes.region,
        attributes.industry,
        attributes.use_case,
        attributes.plan,
        attributes.owner_name,
        attributes.go_live_date,
        case
            when attributes.go_live_date > customer_weeks.snapshot_week then null
            else cast(
                {{ days_between(
                    'coalesce(attributes.go_live_date, cast(accounts.created_at as date))',
                    'customer_weeks.snapshot_week',
                ) }} as integer
            )
        end as tenure_days,
        attributes.executive_sponsor,
        customer_weeks.is_alive,
        attributes.attributes_known_by,
        coalesce(own_segment.baseline_days, every_segment.baseline_days) as baseline_days
    from customer_weeks
    inner join accounts
        on customer_weeks.account_id = accounts.account_id
    inner join attributes
        on
            customer_weeks.account_id = attributes.account_id
            and customer_weeks.attributes_valid_from = attributes.valid_from
    left join segments as own_segment
        on attributes.segment = own_segment.segment
    left join segments as every_segment
        on every_segment.segment = '*'
),

with_reason as (
    select
        *,
        case
            when go_live_date > snapshot_week
                then 'not live before ' || cast(go_live_date as {{ type_text() }})
            when tenure_days < baseline_days
                then
                    'younger than ' || cast(baseline_days as {{ type_text() }}) || ' days since '
                    || case when go_live_date is null then 'creation' else 'go-live' end
                    || ' (' || cast(tenure_days as {{ type_text() }}) || ' days)'
        end as lifecycle_reason
    from described
),

final as (
    select
        with_reason.account_id,
        {{ hash_number(['with_reason.account_id']) }} as account_hash,
        with_reason.snapshot_week,
        with_reason.account_name,
        with_reason.segment,
        with_reason.region,
        with_reason.industry,
        with_reason.use_case,
        with_reason.plan,
        with_reason.owner_name,
        with_reason.go_live_date,
        with_reason.tenure_days,
        with_reason.executive_sponsor,
        with_reason.is_alive,
        case when with_reason.lifecycle_reason is null then 'established' else 'onboarding' end
            as lifecycle,
        with_reason.lifecycle_reason,
        coalesce(source_keys.n_product, 0) = 1 as has_product_key,
        coalesce(source_keys.n_support, 0) = 1 as has_support_key,
        coalesce(source_keys.n_billing, 0) = 1 as has_billing_key,
        with_reason.attributes_known_by
    from with_reason
    left join source_keys
        on with_reason.account_id = source_keys.account_id
)

select * from final
