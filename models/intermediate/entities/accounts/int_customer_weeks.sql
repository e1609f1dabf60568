{{ config(materialized='view') }}

with accounts as (
    select
        account_id,
        created_at
    from {{ ref('int_accounts') }}
),

snapshot_weeks as (
    select
        snapshot_week,
        cast(snapshot_week as {{ type_time() }}) as snapshot_at
    from {{ ref('int_snapshot_weeks') }}
),

attributes as (
    select
        account_id,
        valid_from,
        valid_to,
        account_role
    from {{ ref('int_account_attributes') }}
),

subscriptions as (
    select
        account_id,
        valid_from,
        coalesce(valid_to, cast('9999-12-31' as {{ type_time() }})) as valid_to,
        coalesce(ended_at, cast('9999-12-31' as {{ type_time() }})) as ended_at
    from {{ ref('int_subscriptions') }}
    where
        is_in_force
        and account_id is not null
),

first_subscriptions as (
    select
        account_id,
        min(valid_from) as first_in_force_at
    from subscriptions
    group by 1
),

weeks as (
    select
        accounts.account_id,
        snapshot_weeks.snapshot_week,
        snapshot_weeks.snapshot_at
    from accounts
    inner join snapshot_weeks
        on
            accounts.created_at < snapshot_weeks.snapshot_at
            or accounts.created_at is null
),

in_force as (
    select distinct
        weeks.account_id,
        weeks.snapshot_week
    from weeks
    inner join subscriptions
        on
            weeks.account_id = subscriptions.account_id
            and weeks.snapshot_at > subscriptions.valid_from
            and weeks.snapshot_at <= subscriptions.valid_to
            and weeks.snapshot_at <= subscriptions.ended_at
),

-- The role that the CRM gave just before the snapshot. Prospects and partners are not customers.
with_role as (
    select
        weeks.account_id,
        weeks.snapshot_week,
        weeks.snapshot_at,
        attributes.valid_from as attributes_valid_from,
        attributes.account_role
    from weeks
    inner join attributes
        on
            weeks.account_id = attributes.account_id
            and weeks.snapshot_at > attributes.valid_from
            and weeks.snapshot_at <= attributes.valid_to
    where attributes.account_role not in ('prospect', 'partner')
),

-- Whoever never had a subscription is a customer for as long as the CRM says so.
living as (
    select
        with_role.account_id,
        with_role.snapshot_week,
        with_role.attributes_valid_from,
        in_force.account_id is not null
        or (
            (
                first_subscriptions.first_in_force_at is null
                or first_subscriptions.first_in_force_at >= with_role.snapshot_at
            )
            and with_role.account_role <> 'former_customer'
        ) as is_alive
    from with_role
    left join in_force
        on
            with_role.account_id = in_force.account_id
            and with_role.snapshot_week = in_force.snapshot_week
    left join first_subscriptions
        on with_role.account_id = first_subscriptions.account_id
),

with_past as (
    select
        *,
        lag(is_alive) over (partition by account_id order by snapshot_week) as was_alive
    from living
),

-- The first Monday after a churn stays, so that the end is seen.
final as (
    select
        account_id,
        snapshot_week,
        attributes_valid_from,
        is_alive
    from with_past
    where
        is_alive
        or was_alive
)

select * from final
